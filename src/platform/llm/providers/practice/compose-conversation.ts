import { type CourseEmotions, emotionCourse } from "./emotion-course.ts";
import { createScene } from "./scene.ts";
import { writeAssistant } from "./write-assistant.ts";
import { writeUser } from "./write-user.ts";
import type { Material } from "../../material.ts";

export interface ComposedMessage {
  role: "user" | "assistant";
  content: string;
  emotions?: CourseEmotions;
}

/** Puts a conversation together from its material; the same material gives the same conversation. */
export function composeConversation(material: Material): ComposedMessage[] {
  const scene = createScene(material);
  const course = emotionCourse(material, scene.exchanges, scene.random);
  const typesLowerCase =
    material.tier !== "edge_case" &&
    material.userVerbosity === "terse" &&
    scene.random.next() < 0.4;
  return Array.from({ length: scene.exchanges }, (_, exchange): ComposedMessage[] => {
    const written = writeUser(scene, exchange);
    const emotions = course[exchange];
    return [
      {
        role: "user",
        content: typesLowerCase ? written.toLowerCase() : written,
        ...(emotions && { emotions }),
      },
      { role: "assistant", content: writeAssistant(scene, exchange) },
    ];
  }).flat();
}
