// Search as you type. The server makes the results; this asks for them and keeps the address of
// the page in step, so that every state can be shared and reloaded.

import { reveal } from "./page.js";

const WAIT = 140;
const SLOW = 200;

const form = document.getElementById("lookup");
const box = document.getElementById("q");
const results = document.getElementById("results");
const status = document.getElementById("status");
const name = document.title.split(" · ").pop();

let timer = 0;
let asking = null;
let composing = false;

const asked = () => {
  const parameters = new URLSearchParams();
  for (const [key, value] of new FormData(form)) {
    if (value.trim()) {
      parameters.set(key, value.trim());
    }
  }
  return parameters;
};

const addressOf = (parameters) => {
  const text = parameters.toString();
  return text ? `/?${text}` : "/";
};

const focused = () => document.activeElement.closest("#results [data-id]")?.dataset.id;

// Put new results in place; who is in the old ones stays at the same rendering or sentence.
const show = (html) => {
  const held = focused();
  results.innerHTML = html;
  reveal(results);
  if (held) {
    const again = [...results.querySelectorAll("[data-id]")];
    again.find((each) => each.dataset.id === held)?.focus({ preventScroll: true });
  }
  const found = results.querySelector("[data-summary]");
  const pending = Boolean(found && "pending" in found.dataset);
  if (!pending) {
    status.textContent = found ? found.dataset.summary : "";
  }
  const language = results.querySelector("[data-language]")?.dataset.language;
  box.lang = language === "ja" ? "ja" : "zh-Hans";
  return pending;
};

const showFailure = (parameters) => {
  const state = document.createElement("section");
  const text = document.createElement("p");
  const again = document.createElement("button");
  state.className = "state bad";
  text.textContent = form.dataset.failed;
  again.className = "button";
  again.textContent = form.dataset.retry;
  again.addEventListener("click", () => ask(parameters));
  state.append(text, again);
  results.replaceChildren(state);
  status.textContent = form.dataset.failed;
};

const ask = async (parameters) => {
  clearTimeout(timer);
  asking?.abort();
  const own = new AbortController();
  asking = own;
  const slow = setTimeout(() => results.setAttribute("aria-busy", "true"), SLOW);
  try {
    const pieceOf = async (path) =>
      (await fetch(`${path}?${parameters}`, { signal: own.signal })).text();
    // The sentences come at once; the renderings may have to be worked out first.
    const evidence = await pieceOf(form.dataset.evidence);
    clearTimeout(slow);
    if (asking === own) {
      results.removeAttribute("aria-busy");
    }
    if (asking === own && show(evidence)) {
      const complete = await pieceOf(form.dataset.results);
      if (asking === own) {
        show(complete);
      }
    }
  } catch (error) {
    if (asking === own && error.name !== "AbortError") {
      showFailure(parameters);
    }
  } finally {
    clearTimeout(slow);
    if (asking === own) {
      results.removeAttribute("aria-busy");
    }
  }
};

const title = (parameters) => {
  const query = parameters.get("q");
  document.title = query ? `${query} · ${name}` : name;
};

const go = (parameters, remember) => {
  const address = addressOf(parameters);
  if (address !== location.pathname + location.search) {
    remember.call(history, null, "", address);
  }
  title(parameters);
  return ask(parameters);
};

const type = () => {
  clearTimeout(timer);
  timer = setTimeout(() => go(asked(), history.replaceState), WAIT);
};

// While an input method composes, the text is not yet what the user means.
box.addEventListener("compositionstart", () => {
  composing = true;
  clearTimeout(timer);
});
box.addEventListener("compositionend", () => {
  composing = false;
  type();
});
box.addEventListener("input", (event) => {
  if (!composing && !event.isComposing) {
    type();
  }
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && !composing && box.value) {
    event.preventDefault();
    box.value = "";
    go(asked(), history.replaceState);
  }
});
form.addEventListener("change", (event) => {
  if (event.target !== box) {
    go(asked(), history.replaceState);
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!composing) {
    go(asked(), history.pushState);
  }
});

const fill = (parameters) => {
  for (const field of form.elements) {
    if (field.type === "radio") {
      field.checked = field.value === (parameters.get("language") ?? "");
    } else if (field.name && field.type !== "hidden") {
      field.value = parameters.get(field.name) ?? "";
    }
  }
};

const toggleContext = async (link) => {
  const hit = link.closest("[data-item]");
  const place = hit.querySelector("[data-context]");
  const parameters = new URLSearchParams(location.search);
  if (place.childElementCount) {
    place.replaceChildren();
    link.setAttribute("aria-expanded", "false");
    parameters.delete("open");
  } else {
    const wanted = new URLSearchParams({ id: hit.dataset.id });
    if (parameters.has("ui")) {
      wanted.set("ui", parameters.get("ui"));
    }
    const answer = await fetch(`/context?${wanted}`);
    place.innerHTML = await answer.text();
    link.setAttribute("aria-expanded", "true");
    parameters.set("open", hit.dataset.id);
  }
  history.replaceState(null, "", addressOf(parameters));
};

results.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  if (!link || !plain || link.pathname !== "/" || link.hasAttribute("download")) {
    return;
  }
  event.preventDefault();
  if (link.dataset.action === "context") {
    await toggleContext(link);
    return;
  }
  const parameters = new URLSearchParams(link.search);
  fill(parameters);
  await go(parameters, history.pushState);
  if (link.rel) {
    document.getElementById("results").scrollIntoView({ block: "start" });
  }
});

window.addEventListener("popstate", () => {
  const parameters = new URLSearchParams(location.search);
  fill(parameters);
  title(parameters);
  ask(parameters);
});

// A browser that comes back to the page may have filled the box with what was typed before.
if (box.value.trim() !== (new URLSearchParams(location.search).get("q") ?? "").trim()) {
  go(asked(), history.replaceState);
}
