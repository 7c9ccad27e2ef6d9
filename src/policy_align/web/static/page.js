// What every page can do: copy, keyboard, help, and taking files that are dropped on it.

const words = document.body.dataset;
const notice = document.getElementById("toast");
const help = document.getElementById("help");

let fading = 0;
export const tell = (text) => {
  notice.textContent = text;
  notice.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => notice.classList.remove("shown"), 2400);
};

// Where the clipboard is closed to scripts (a page that came over plain HTTP from another
// machine), a selection can still be copied.
const copyBySelection = (text) => {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
  return done;
};

const copy = async (text) => {
  if (!text) {
    return;
  }
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    done = copyBySelection(text);
  }
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  tell(done ? `${words.copied}: ${short}` : words.copyFailed);
};

const sideOf = (item, language) => {
  const side = [...item.querySelectorAll(":scope > .side, :scope > .texts > .side")].find((each) =>
    each.lang.startsWith(language),
  );
  return side ? side.textContent : "";
};

const textsOf = {
  copy: (item) =>
    item.dataset.item === "rendering"
      ? item.querySelector("[data-copy]").textContent
      : [sideOf(item, "zh"), sideOf(item, "ja")].join("\t").trim(),
  zh: (item) => sideOf(item, "zh"),
  ja: (item) => sideOf(item, "ja"),
  cite: (item) => item.dataset.citation || "",
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  const item = button?.closest("[data-item]");
  if (item && button.dataset.action in textsOf) {
    copy(textsOf[button.dataset.action](item));
  }
});

const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent);
const box = () => document.getElementById("q");

const move = (step) => {
  const all = items();
  const current = document.activeElement.closest("[data-item]");
  const place = current ? all.indexOf(current) + step : step > 0 ? 0 : -1;
  if (place < 0 && box()) {
    box().focus();
    window.scrollTo({ top: 0 });
  } else if (all[place]) {
    all[place].focus({ preventScroll: true });
    all[place].scrollIntoView({ block: "nearest" });
  }
};

const enter = (item) => {
  const target = item.querySelector("[data-filter], [data-action='context'], h2 a");
  target?.click();
};

const keys = { c: "copy", z: "zh", j: "ja", q: "cite" };

const onItem = (event, item) => {
  const action = keys[event.key];
  if (action) {
    copy(textsOf[action](item));
  } else if (event.key === "Enter" && event.target === item) {
    enter(item);
  } else if (event.key === "x") {
    item.querySelector("[data-action='context']")?.click();
  } else if (event.key === "o") {
    item.querySelector("[data-action='open']")?.click();
  } else {
    return false;
  }
  return true;
};

const onPage = (event) => {
  if (event.key === "/" && box()) {
    box().focus();
    box().select();
  } else if (event.key === "?") {
    help.showModal();
  } else if (event.key === "Escape" && box() && !help.open) {
    box().focus();
    box().select();
  } else {
    return false;
  }
  return true;
};

const writes = (element) => element.matches("input:not([type=radio]), textarea, select");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || help.open) {
    return;
  }
  const { target } = event;
  const item = target.closest?.("[data-item]");
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  let done = false;
  if (event.key in steps && (item || target === box() || (box() && target === document.body))) {
    move(steps[event.key]);
    done = true;
  } else if (!writes(target)) {
    done = (item && onItem(event, item)) || onPage(event);
  }
  if (done) {
    event.preventDefault();
  }
});

// Buttons that need a script are hidden until there is one.
export const reveal = (root) => {
  for (const button of root.querySelectorAll("button[data-action][hidden], button[data-help][hidden]")) {
    button.hidden = false;
  }
};
reveal(document);
document.querySelector("[data-help]").addEventListener("click", () => help.showModal());
help.addEventListener("click", (event) => {
  if (event.target === help) {
    help.close();
  }
});

const contents = document.querySelector("[data-contents]");
if (contents && matchMedia("(max-width: 56rem)").matches) {
  contents.open = false;
}

const drop = document.getElementById("drop");
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

// The server refuses these too, but only after they were sent.
const refusal = (files) => {
  const bytes = [...files].reduce((sum, file) => sum + file.size, 0);
  if (files.length > 2) {
    return words.tooManyFiles;
  }
  return bytes > Number(words.mostBytes) - 65536 ? words.tooLarge : "";
};

const take = (files) => {
  const reason = refusal(files);
  if (reason) {
    tell(reason);
  } else if (files.length) {
    drop.elements.files.files = files;
    drop.submit();
  }
};

document.querySelector("form.add")?.addEventListener("submit", (event) => {
  const reason = refusal(event.target.elements.files.files);
  if (reason) {
    event.preventDefault();
    tell(reason);
  }
});

document.addEventListener("dragover", (event) => {
  if (holdsFiles(event)) {
    event.preventDefault();
    drop.hidden = false;
  }
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) {
    drop.hidden = true;
  }
});
document.addEventListener("drop", (event) => {
  if (holdsFiles(event)) {
    event.preventDefault();
    drop.hidden = true;
    take(event.dataTransfer.files);
  }
});
