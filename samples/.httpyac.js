// httpyac, as VS Code's REST Client: a timestamp is in seconds, and {{create.response.body.$.data.uuid}} is what an
// earlier answer had.
const answer = /\{\{(\w+)\.response\.body\.\$\.([\w.]+)\}\}/g;

const replace = (text, variables) =>
  text
    .replaceAll("{{$timestamp}}", () => Math.floor(Date.now() / 1000))
    .replace(answer, (all, name, path) =>
      path.split(".").reduce((value, key) => value?.[key], variables[name]) ?? all);

module.exports = {
  configureHooks: (api) =>
    api.hooks.replaceVariable.addHook("asRestClient", async (text, _, { variables }) =>
      typeof text === "string" ? replace(text, variables) : text, { before: ["host"] }),
};
