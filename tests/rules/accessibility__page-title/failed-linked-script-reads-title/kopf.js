if (document.title === "") { document.querySelector("#steg").title = "Der Steg"; }
