export function rahmen(name) { document.title = name; }
