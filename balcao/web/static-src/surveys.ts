import "./css/surveys.css";
import Sortable from "sortablejs";

function field(form: HTMLFormElement, name: string, value: number): void {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = String(value);
}

/** Questions are dragged by their handle from place to place and page to page; one form says where to. */
function sorting(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-moves]");
  if (!form) return;
  const lists = [...document.querySelectorAll<HTMLElement>("[data-page]")];
  for (const list of lists)
    Sortable.create(list, {
      group: "questions",
      handle: "[data-handle]",
      draggable: "[data-question]",
      animation: 150,
      ghostClass: "is-lifted",
      onEnd: ({ item, from, to, oldDraggableIndex, newDraggableIndex }) => {
        if (from === to && oldDraggableIndex === newDraggableIndex) return;
        field(form, "question", Number(item.dataset["question"]));
        field(form, "page", Number(to.dataset["page"]));
        field(form, "place", (newDraggableIndex ?? 0) + 1);
        form.requestSubmit();
      },
    });
}

sorting();
