/**
 * Plutchik's eight spectra, each from weak to strong, with the complex feelings and common words that lie
 * nearest to each, and the valence of the family (-1..1).
 */
const families: readonly { key: string; valence: number; words: readonly string[] }[] = [
  {
    key: "serenity-joy-ecstasy",
    valence: 0.7,
    words: ["serenity", "joy", "ecstasy", "hope", "relief", "gratitude", "calm", "permission"],
  },
  {
    key: "acceptance-trust-admiration",
    valence: 0.55,
    words: [
      "acceptance",
      "trust",
      "admiration",
      "pride",
      "confidence",
      "empowerment",
      "clarity",
      "understanding",
      "recognition",
      "steadier",
      "being heard",
    ],
  },
  {
    key: "apprehension-fear-terror",
    valence: -0.7,
    words: ["apprehension", "fear", "terror", "anxiety", "worry", "overwhelm", "panic"],
  },
  {
    key: "uncertainty-surprise-amazement",
    valence: -0.2,
    words: ["uncertainty", "surprise", "amazement", "confusion"],
  },
  {
    key: "pensiveness-sadness-grief",
    valence: -0.7,
    words: ["pensiveness", "sadness", "grief", "guilt", "despair", "loneliness"],
  },
  {
    key: "dislike-disgust-loathing",
    valence: -0.65,
    words: ["dislike", "disgust", "loathing", "shame", "embarrassment"],
  },
  {
    key: "annoyance-anger-rage",
    valence: -0.65,
    words: ["annoyance", "anger", "rage", "frustration", "envy", "hostility"],
  },
  {
    key: "interest-anticipation-vigilance",
    valence: 0.45,
    words: ["interest", "anticipation", "vigilance", "curiosity"],
  },
];

const familyByWord = new Map(
  families.flatMap((family) => [
    [family.key, family] as const,
    ...family.words.map((word) => [word, family] as const),
  ]),
);

/** The spectrum that a feeling belongs to ("panic" -> "apprehension-fear-terror"), if it is known. */
export function spectrumOf(emotion: string): string | undefined {
  return familyByWord.get(emotion.trim().toLowerCase())?.key;
}

/** Valence of a feeling, -1..1, or undefined for a word that isn't known. */
export function valenceOf(emotion: string): number | undefined {
  return familyByWord.get(emotion.trim().toLowerCase())?.valence;
}
