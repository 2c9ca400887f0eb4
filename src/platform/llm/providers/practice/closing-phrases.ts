/** How the practice writer's adviser ends a conversation, by its planned outcome. */
export const lateLeads = [
  "You've come a fair way since your first message.",
  "Look at what you wrote at the start, and then at this.",
  "That sounds like somebody who knows what they're doing next.",
  "I think you've got the heart of it now.",
  "Then we're nearly done for today.",
  "I like how you've put that together yourself.",
  "There's a good deal less fog in that than there was.",
  "You did this thinking, I only held the lamp.",
  "I'd leave it just there.",
  "That's a good place to stop for now.",
  "You can trust that judgment, because you took your time over it.",
  "I'm pleased for you, and I'm not in the least surprised.",
];

export const closings: Record<string, readonly string[]> = {
  resolved: [
    "I'd call that question answered, and you're welcome to come back with the next one.",
    "You have your answer now, in your own words, so let it rest.",
    "That one is settled, and you can strike it off without a second look.",
    "Keep the sentence you just wrote, because it is the whole answer.",
    "So there's nothing left hanging on this one, and you can give your evening back to yourself.",
    "Consider it closed, unless something changes, and then you'll know where to look.",
  ],
  "action-plan": [
    "Do that one thing by Friday, send me a line when it's done, and we'll look at the next piece then.",
    "Put it on a day this week and tell me which day you chose, so that it has somewhere to live.",
    "That's the plan then: one task, one evening, and a short note to me afterward.",
    "Write the date beside it now, and let everything else wait its turn.",
    "When it's done, tell me how it went in a sentence or two, and we'll choose what follows.",
    "You know the step and the reason for it, so all that's missing is a day on the calendar.",
  ],
  referral: [
    "For the rest you'll want somebody who does this for a living, and I'll help you find the right person.",
    "The next question belongs to a specialist, and it's no defeat to take it there.",
    "I'll gladly go through your notes with you before you meet them, so that the hour is well spent.",
    "Take what we wrote down along to that appointment, it will save you half the explaining.",
    "Beyond this point I'd be guessing, so let's hand it over to someone who knows, and I'll stay in touch.",
  ],
  ongoing: [
    "Until next time, just notice when it gets easier and when it doesn't, and bring me both.",
    "We'll pick it up from here in two weeks, and nothing has to be finished by then.",
    "This stretch is done, so let it settle a while before we take the next one.",
    "Keep an eye on that one thing, and we'll compare notes when we talk again.",
    "There's more to do, and there's time to do it in, so let's meet again at the same spot.",
  ],
  "open-question": [
    "I'd leave that question open and carry it around for a week, because it may well answer itself.",
    "You needn't decide today, so take the question home and see who you want to talk it over with.",
    "Let it stay unanswered for now, on purpose, and notice which answer you keep hoping for.",
    "Some things ripen better in a pocket than on a desk, so keep this one with you.",
    "Sleep on it as often as you like, and write to me when one of the two begins to bore you.",
  ],
  other: [
    "That's enough for one day, and you're welcome to write again whenever you like.",
    "Take care of yourself in the meantime, and let me know where you land.",
    "I'm here when the next piece comes up.",
    "Go gently with it, and come back when you want to.",
  ],
};
