/**
 * Who may import whom. A noun of core imports its own line of this list or a line above it.
 */
const nounLines = [
  ["audit", "workspaces", "projects"],
  ["writers"],
  ["calls"],
  ["taxonomy", "sources", "templates"],
  ["conversations", "planning", "quality"],
  ["generation"],
  ["review", "exports", "overview", "comparing"],
];
const schemaFiles = "^src/core/[^/]+/[a-z-]*(schema|states)\\.ts$";

const nounRules = nounLines.flatMap((nouns, line) => {
  const later = nounLines.slice(line + 1).flat();
  if (later.length === 0) return [];
  return [
    {
      name: `core-line-${line + 1}-imports-no-later-line`,
      comment: `${nouns.join(", ")} stand below ${later.join(", ")}: what both need moves down.`,
      severity: "error",
      from: { path: `^src/core/(${nouns.join("|")})/` },
      to: { path: `^src/core/(${later.join("|")})/` },
    },
  ];
});

/** Folder -> the folders of src that it may import. Everything else of src is forbidden to it. */
const mayImport = {
  app: ["app", "features", "ui", "api", "lib"],
  features: ["features", "ui", "lib"],
  ui: ["ui", "lib"],
  api: ["api", "core", "platform", "lib"],
  cli: ["cli", "jobs", "core", "platform", "lib"],
  jobs: ["jobs", "core", "platform", "lib"],
  core: ["core", "platform", "lib"],
  platform: ["platform", "lib"],
  lib: ["lib"],
};
const extra = {
  // Pages see the contract's types, the client and the schemas; nothing else of the server.
  features: ["^src/api/client\\.ts$", schemaFiles],
  // The command line is one more client: it knows the contract's types.
  cli: ["^src/api/contract\\.ts$"],
};
const folderRules = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-imports-only-its-own`,
  comment: `${folder} may import ${allowed.join(", ")} of src.`,
  severity: "error",
  from: { path: `^src/${folder}/`, pathNot: "\\.test\\.tsx?$" },
  to: {
    path: "^src/",
    pathNot: [...allowed.map((name) => `^src/${name}/`), ...(extra[folder] ?? [])],
  },
}));

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one, or a third is missing.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "everything-resolves",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "only-core-touches-the-database",
      comment: "Tables and connections are core's; edges go through verbs.",
      severity: "error",
      from: { path: "^src/(app|features|ui|cli|lib)/", pathNot: "\\.test\\.tsx?$" },
      to: { path: ["^src/platform/db/tables/", "node_modules/(drizzle-orm|pg)/"] },
    },
    {
      name: "api-and-jobs-open-connections-but-read-no-tables",
      comment: "A composition root connects; what is read and written is decided in core.",
      severity: "error",
      from: { path: "^src/(api|jobs)/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^src/platform/db/tables/" },
    },
    {
      name: "server-code-is-not-a-page",
      comment: "core, jobs and platform run without a browser and without Next.",
      severity: "error",
      from: { path: "^src/(core|jobs|platform|lib|cli)/" },
      to: { path: "node_modules/(next|react|react-dom|@mantine)/" },
    },
    {
      name: "providers-stand-alone",
      comment: "A provider of language models knows the port, never another provider.",
      severity: "error",
      from: { path: "^src/platform/llm/providers/([^/]+)/" },
      to: { path: "^src/platform/llm/providers/", pathNot: "^src/platform/llm/providers/$1/" },
    },
    {
      name: "core-knows-the-port-only",
      comment: "core/calls talks to the port; composition roots choose the providers.",
      severity: "error",
      from: { path: "^src/core/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/platform/llm/providers/" },
    },
    {
      name: "paid-calls-have-one-door",
      comment:
        "Only core/calls may ask a provider for anything. Price list and address rules ask nobody.",
      severity: "error",
      from: { path: "^src/core/(?!calls/)", pathNot: "\\.test\\.ts$" },
      to: {
        path: "^src/platform/llm/",
        pathNot: "^src/platform/llm/(known-models|address-rules)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    ...nounRules,
    ...folderRules,
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: require("node:path").join(__dirname, "tsconfig.json") },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".css"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
