"use strict";
const form = document.querySelector("form");
const cases = [...document.querySelectorAll("details.case")];
const shown = document.querySelector("#shown");

function filter() {
  const { slice, moved, words } = form.elements;
  const wanted = words.value.toLowerCase();
  let count = 0;
  for (const one of cases) {
    const fits =
      (!slice.value || one.dataset.slices.split("|").includes(slice.value)) &&
      (!moved.value || one.dataset.moved.split("|").includes(moved.value)) &&
      (!wanted || one.textContent.toLowerCase().includes(wanted));
    one.hidden = !fits;
    count += fits;
  }
  shown.textContent = `${count} of ${cases.length} articles`;
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();

function light(item, on) {
  for (const id of item.dataset.evidence.split(" ")) {
    document.getElementById(id)?.classList.toggle("lit", on);
  }
}
for (const item of document.querySelectorAll("[data-evidence]")) {
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    item.addEventListener(event, () => light(item, on));
  }
}

let opened = [];
window.addEventListener("beforeprint", () => {
  opened = cases.filter((one) => !one.open && !one.hidden);
  for (const one of opened) one.open = true;
});
window.addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
