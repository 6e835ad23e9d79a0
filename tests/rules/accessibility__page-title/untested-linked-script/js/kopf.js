addEventListener("load", () => { document.title = boot.name + " im Ruderclub"; });
