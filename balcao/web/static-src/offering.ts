import "./css/offering.css";
import Sortable from "sortablejs";

function field(form: HTMLFormElement, name: string, value: string): void {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = value;
}

/** Fields of a form are dragged by their handle from place to place; one form says where to. */
function sorting(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-moves]");
  const list = document.querySelector<HTMLElement>("[data-fields]");
  if (!form || !list) return;
  Sortable.create(list, {
    handle: "[data-handle]",
    draggable: "[data-field]",
    animation: 150,
    ghostClass: "is-lifted",
    onEnd: ({ item, oldDraggableIndex, newDraggableIndex }) => {
      if (oldDraggableIndex === newDraggableIndex) return;
      field(form, "field", item.dataset["field"] ?? "");
      field(form, "place", String((newDraggableIndex ?? 0) + 1));
      form.requestSubmit();
    },
  });
}

sorting();
