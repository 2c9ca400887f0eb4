import {
  Alert,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
} from "@mantine/core";

/** The one accent. Shade 7 holds white text at 6:1. */
const spruce: MantineColorsTuple = [
  "#eef9f6",
  "#d8f0e9",
  "#b0e1d4",
  "#83d0bc",
  "#5cbfa6",
  "#3ca48b",
  "#1f8a74",
  "#12705e",
  "#0e5a4c",
  "#0a443a",
];

/** Mantine's dark greys with the blue of our dark surfaces, so that fields and menus belong to them. */
const slate: MantineColorsTuple = [
  "#d3d7de",
  "#b4bac4",
  "#8b929d",
  "#626a76",
  "#3d434c",
  "#323740",
  "#23272d",
  "#1c1f24",
  "#16181c",
  "#101215",
];

/** The head of a dialog is no landmark of the page. */
const plainHeader = { header: { role: "presentation" } };

/** A long list scrolls by itself: a list box is known to be walked by the arrow keys, a box around it isn't. */
const listScrolls = {
  defaultProps: { withScrollArea: false },
  styles: { options: { maxHeight: 260, overflowY: "auto" } },
} as const;

export const theme = createTheme({
  respectReducedMotion: true,
  primaryColor: "spruce",
  primaryShade: { light: 7, dark: 7 },
  colors: { spruce, dark: slate },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  defaultRadius: "md",
  cursorType: "pointer",
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "2rem" },
      h2: { fontSize: "1.125rem", lineHeight: "1.625rem" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.375rem" },
    },
  },
  components: {
    // A menu stands inside its dialog or page, where a screen reader looks for it; fixed, nothing cuts it.
    Combobox: { defaultProps: { withinPortal: false, floatingStrategy: "fixed" } },
    Select: listScrolls,
    MultiSelect: listScrolls,
    Autocomplete: listScrolls,
    TagsInput: listScrolls,
    Drawer: { defaultProps: { attributes: plainHeader, transitionProps: { transition: "fade" } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { "aria-label": "Close" },
        attributes: plainHeader,
        transitionProps: { transition: "fade" },
      },
      styles: { title: { fontWeight: 620 } },
    },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Paper: { defaultProps: { withBorder: true, radius: "lg" } },
    Badge: { defaultProps: { tt: "none", fw: 550, radius: "sm" } },
    Table: { defaultProps: { verticalSpacing: 8 } },
    Alert: Alert.extend({
      vars: (_theme, { color }) => quietAlert(color ?? "spruce"),
      styles: { label: { color: "var(--mantine-color-text)" } },
    }),
  },
});

/** An alert's colour is in its icon, its line and a breath of its ground: the words stay dark on light. */
function quietAlert(color: string) {
  const shade = (index: number) => `var(--mantine-color-${color.split(".")[0]}-${index})`;
  const mixed = (percent: number) =>
    `color-mix(in srgb, ${shade(6)} ${percent}%, var(--mantine-color-body))`;
  return {
    root: {
      "--alert-bg": mixed(8),
      "--alert-bd": `1px solid ${mixed(30)}`,
      "--alert-color": `light-dark(${shade(8)}, ${shade(4)})`,
    },
  };
}

/** Text colours that hold 4.5:1 on every surface of ours, in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5b6470",
    "--mantine-color-body": "#ffffff",
    "--bright-surface": "#f7f8f9",
    "--bright-line": "#e3e6ea",
    "--mantine-color-placeholder": "#6b7480",
    "--mantine-color-error": "var(--mantine-color-red-9)",
  },
  dark: {
    "--mantine-color-dimmed": "#a6adb8",
    "--mantine-color-body": "#16181c",
    "--bright-surface": "#1c1f24",
    "--bright-line": "#31353c",
    "--mantine-color-placeholder": "#8b929d",
    "--mantine-color-error": "var(--mantine-color-red-4)",
  },
});
