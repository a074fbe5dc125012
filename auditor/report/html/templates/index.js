"use strict";
const table = document.getElementById("table");
const body = table.tBodies[0];
const rows = Array.from(body.rows);
const [words, verdict, code] = ["words", "verdict", "code"].map((id) => document.getElementById(id));
function show() {
  const wanted = words.value.toLowerCase().split(" ").filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden =
      !wanted.every((word) => text.includes(word)) ||
      (verdict.value !== "" && row.dataset.verdict !== verdict.value) ||
      (code.value !== "" && !row.dataset.codes.split(" ").includes(code.value));
    count += row.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = `${count} of ${rows.length} documents`;
}
function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent;
}
function sort(head, column) {
  const numbers = head.dataset.kind === "number";
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const order = (a, b) => {
    const [x, y] = [value(a, column), value(b, column)];
    return numbers ? Number(x) - Number(y) : x.localeCompare(y);
  };
  const sorted = rows.slice().sort((a, b) => (down ? order(b, a) : order(a, b)));
  body.append(...sorted);
}
Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  button.addEventListener("click", () => sort(head, column));
  head.replaceChildren(button);
});
for (const field of [words, verdict, code]) field.addEventListener("input", show);
document.getElementById("filter").hidden = false;
show();
