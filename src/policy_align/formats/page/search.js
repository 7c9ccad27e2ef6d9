"use strict";
(() => {
  const form = document.getElementById("tools");
  const query = document.getElementById("query");
  const unsure = document.getElementById("unsure");
  const count = document.getElementById("count");
  const contents = document.querySelector("nav details");
  const pairs = [...document.querySelectorAll(".pair")];

  // Width and case of letters and white space do not count; one unit of text stays one unit, so
  // that a place in the folded text is a place in the text.
  const folded = (text) => {
    const units = [];
    const places = [];
    for (let i = 0; i < text.length; i += 1) {
      if (!/\s/.test(text[i])) {
        const unit = text[i].normalize("NFKC").toLowerCase();
        units.push(unit.length === 1 ? unit : text[i]);
        places.push(i);
      }
    }
    return { key: units.join(""), places };
  };

  let entries = null;
  const prepare = () => {
    entries ??= pairs.map((element) => ({
      element,
      doubtful: element.matches(".unsure, .unpaired"),
      sides: [...element.querySelectorAll("p[lang]")].map((side) => {
        const text = side.textContent;
        return { side, text, marked: false, ...folded(text) };
      }),
    }));
  };

  const show = (side, wanted) => {
    const parts = [];
    let end = 0;
    let found = wanted ? side.key.indexOf(wanted) : -1;
    while (found >= 0) {
      const first = side.places[found];
      const last = side.places[found + wanted.length - 1] + 1;
      const mark = document.createElement("mark");
      mark.textContent = side.text.slice(first, last);
      parts.push(side.text.slice(end, first), mark);
      end = last;
      found = side.key.indexOf(wanted, found + wanted.length);
    }
    if (parts.length || side.marked) {
      side.side.replaceChildren(...parts, side.text.slice(end));
      side.marked = parts.length > 0;
    }
    return parts.length > 0;
  };

  const search = () => {
    prepare();
    const wanted = folded(query.value).key;
    let shown = 0;
    for (const entry of entries) {
      const hits = entry.sides.map((side) => show(side, wanted));
      const visible =
        (!wanted || hits.includes(true)) && (!unsure.checked || entry.doubtful);
      entry.element.hidden = !visible;
      shown += visible ? 1 : 0;
    }
    count.value = wanted || unsure.checked ? `${shown} / ${pairs.length}` : "";
  };

  let timer = 0;
  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  unsure.addEventListener("change", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== query) {
      event.preventDefault();
      query.focus();
    } else if (event.key === "Escape" && document.activeElement === query) {
      query.value = "";
      search();
    }
  });
  // A link into the page must find its pair, also when the search has hidden it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target && target.hidden) {
      query.value = "";
      unsure.checked = false;
      search();
    }
  });
  if (contents && matchMedia("(max-width: 52rem)").matches) {
    contents.open = false;
  }
  document.getElementById("bar").hidden = false;
  if (query.value || unsure.checked) {
    search();
  }
})();
