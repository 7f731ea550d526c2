import { words } from "./words";

function input(area: Element): HTMLInputElement | null {
  const forms = [...area.querySelectorAll<HTMLFormElement>("form")].filter((form) => form.offsetParent !== null);
  return (forms[0] ?? area).querySelector<HTMLInputElement>("input[type=file]");
}

function add(field: HTMLInputElement, files: Iterable<File>): void {
  const all = new DataTransfer();
  for (const file of [...(field.files ?? []), ...files]) all.items.add(file);
  field.files = all.files;
  show(field);
}

function without(field: HTMLInputElement, at: number): void {
  const rest = new DataTransfer();
  [...(field.files ?? [])].forEach((file, index) => index !== at && rest.items.add(file));
  field.files = rest.files;
  show(field);
}

function show(field: HTMLInputElement): void {
  const list = field.closest("[data-files]")?.querySelector("[data-file-list]");
  list?.replaceChildren(
    ...[...(field.files ?? [])].map((file, index) => {
      const item = document.createElement("li");
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "file-chip";
      chip.title = `${words("remove")}: ${file.name}`;
      const name = document.createElement("span");
      name.className = "file-name";
      name.textContent = file.name;
      const cross = document.createElement("span");
      cross.textContent = "×";
      chip.append(name, cross);
      chip.addEventListener("click", () => without(field, index));
      item.append(chip);
      return item;
    }),
  );
}

function area(event: Event): Element | null {
  return (event.target as Element).closest("[data-files-area]");
}

/** Files come by the button, by drop and by paste, and can be taken out again. */
export function droppedFiles(): void {
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") show(event.target);
  });
  document.addEventListener("dragover", (event) => {
    const found = area(event);
    if (!found || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    found.classList.add("is-dropping");
  });
  for (const name of ["dragleave", "drop"])
    document.addEventListener(name, (event) => area(event)?.classList.remove("is-dropping"));
  document.addEventListener("drop", (event) => take(event, event.dataTransfer));
  document.addEventListener("paste", (event) => take(event, event.clipboardData));
}

function take(event: Event, from: DataTransfer | null): void {
  const found = area(event);
  const field = found && input(found);
  if (!field || !from?.files.length) return;
  event.preventDefault();
  add(field, from.files);
}
