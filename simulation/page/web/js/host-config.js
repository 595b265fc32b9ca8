// How cards look in Teams. Colours are CSS variables, so that a card follows the theme.

const COLOURS = ["default", "dark", "light", "accent", "good", "warning", "attention"];
const STYLES = ["default", "emphasis", "good", "attention", "warning", "accent"];

const shades = (name) => ({
  default: `var(--card-${name})`,
  subtle: `var(--card-${name}-subtle, var(--card-${name}))`,
});

const foregroundColors = Object.fromEntries(COLOURS.map((name) => [name, shades(name)]));

const containerStyles = Object.fromEntries(
  STYLES.map((name) => [name, { backgroundColor: `var(--card-on-${name})`, foregroundColors }]),
);

export const hostConfig = {
  supportsInteractivity: true,
  fontFamily: "var(--font)",
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--stroke)" },
  containerStyles,
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
  factSet: {
    title: { color: "default", size: "default", weight: "bolder", wrap: true, maxWidth: 150 },
    value: { color: "default", size: "default", weight: "default", wrap: true },
    spacing: 8,
  },
  textBlock: { headingLevel: 3 },
  inputs: {
    debounceTimeInMilliSeconds: 250,
    label: {
      requiredInputs: { suffix: " *", suffixColor: "attention" },
      optionalInputs: { weight: "default" },
    },
    errorMessage: { color: "attention", size: "small" },
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    buttonSpacing: 0,
    showCard: { actionMode: "inline", inlineTopMargin: 12 },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
  },
};
