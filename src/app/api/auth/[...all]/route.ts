import { answerSignIn } from "#/api/handle.ts";

export { answerSignIn as GET, answerSignIn as POST };
