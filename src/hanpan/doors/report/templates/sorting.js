"use strict";
/* Headings of tables that sort them. */
const sortable = (within) => {
  const value = (cell) => {
    const told = cell.dataset.sort ?? cell.textContent.trim();
    const number = Number(told);
    return told === "" || told === "–" ? null : Number.isNaN(number) ? told : number;
  };
  const compare = (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b));
  };
  const sort = (table, head, place) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((one, other) => {
      const a = value(one.cells[place]), b = value(other.cells[place]);
      return a === null || b === null ? compare(a, b) : (up ? 1 : -1) * compare(a, b);
    });
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...rows);
  };
  for (const table of within.querySelectorAll("table.sortable:not(.pressed)")) {
    table.classList.add("pressed");
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      const press = document.createElement("button");
      press.type = "button";
      press.append(...head.childNodes);
      head.append(press);
      press.addEventListener("click", () => sort(table, head, place));
    });
  }
};
