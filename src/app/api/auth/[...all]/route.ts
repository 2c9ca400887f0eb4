import { getServices } from "#/api/services.ts";

const answer = async (request: Request) => {
  const { auth } = await getServices();
  return auth.handler(request);
};

export { answer as GET, answer as POST };
