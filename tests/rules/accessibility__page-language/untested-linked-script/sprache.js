i18n.on("change", (sprache) => { document.documentElement.setAttribute("lang", sprache); });
