// Starts `fachcheck lsp` for the folders of a window. What it shows comes from the server.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
  const settings = workspace.getConfiguration("fachcheck");
  const server = {
    command: settings.get("command"),
    args: ["lsp", ...settings.get("arguments")],
  };
  client = new LanguageClient("fachcheck", "fachcheck", server, {
    documentSelector: [{ scheme: "file" }],
    // Settings hold as soon as they are saved, whoever writes them.
    synchronize: { fileEvents: workspace.createFileSystemWatcher("**/{fachcheck,waivers}.toml") },
  });
  await client.start();
};

exports.deactivate = () => client?.stop();
