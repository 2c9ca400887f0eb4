/** Sentences that the practice writer's adviser says; see user-phrases.ts. */
export const earlyLeadsHeavy = [
  "Thank you for writing that down instead of carrying it around for another week.",
  "That's a lot to have been holding, and you told it clearly.",
  "I can hear how long this has been sitting with you.",
  "It makes sense that you feel this way, given what you've just described.",
  "You did the hard part when you decided to send this.",
  "Let's slow down a little, because nothing here has to be settled in the next ten minutes.",
  "What you're describing is more common than you'd think, and it's no smaller for that.",
  "I'm glad you asked before it grew any further.",
  "I'd rather hear it the way you told it than cleaned up, so thank you.",
  "First of all, there is no wrong way to begin with something like this.",
  "You don't need to have it in order before you bring it here.",
  "That would weigh on most people, and I'd be surprised if it hadn't worn you down.",
  "Reading this, I notice how much you've already been doing on your own.",
  "There's a good deal in what you wrote, and we can take it one piece at a time.",
  "I'm not going to tell you how you ought to feel about it.",
  "Before we get practical, I want to say that I understood how it feels.",
];

export const earlyLeadsLight = [
  "That's good to read, and I'd like to hear the rest of it.",
  "You've picked a fine moment to ask, with nothing burning.",
  "I like a question that comes before the trouble does.",
  "Something went right here, and it's worth finding out what it was.",
  "That took some doing, so let's not hurry past it.",
  "There's energy in what you wrote, and we can put it to use.",
  "I'm glad you told me, because good news deserves a second pair of ears.",
  "You sound ready, and that is half of what this needs.",
  "What a pleasant thing to find in my mail this morning.",
  "Curiosity is a good place to start from, better than worry in any case.",
  "I can tell you've been thinking about this for a while, and it shows.",
  "Let's enjoy that for a moment and then look at it from close up.",
];

export const earlyQuestions = [
  "Before I say anything about it, could you tell me what would feel different if this were settled?",
  "How long has it been like this, as far as you remember?",
  "What have you tried so far, including the things that you think don't count?",
  "Who else is part of this, and how much do they know?",
  "Which piece of it comes to mind first when you wake up?",
  "Is there a date on any of it, or do we have room to think?",
  "What do you have in front of you right now, papers, numbers, or only a feeling?",
  "If we got only one thing done today, which one would you want it to be?",
  "What made you write today and not last month?",
  "When you picture this going well, what do you see?",
  "How much of this do you already understand, on a scale from one to ten?",
  "Can you tell me about the last time it went the way you wanted?",
  "What's the part that you'd rather not tell me yet?",
  "Where did you stop the last time you tried?",
  "What would you want to keep exactly as it is?",
  "May I ask what you were told about this before, and by whom?",
];

/** Giving the client's own figures back before using them. */
export const backFrames = [
  "So what I have so far is this: {fact}",
  "Let me make sure of the figures first. {fact}",
  "If I set it out on one line, it reads like this. {fact}",
  "I've noted down the following. {fact}",
  "Here is how it looks from this side of the table. {fact}",
  "Put plainly, and correct me if it's off: {fact}",
];

/** The same from what was drawn for the person. */
export const backFigures = [
  "You wrote {income} a year, so that's about {monthly} a month before anything is taken out.",
  "With {income} a year, we're talking about roughly {monthly} a month before deductions.",
  "I'm noting {income} a year, which makes about {monthly} a month before taxes and the rest.",
  "So {income} a year it is, about {monthly} in an ordinary month before deductions.",
];

export const factFrames = [
  "{fact}",
  "Here is the piece that most people were never told. {fact}",
  "It may help to know this much. {fact}",
  "The reason behind it is simple enough. {fact}",
  "I'd keep one thing in mind while you think about it. {fact}",
  "In plain words: {fact}",
  "{fact} That alone takes some of the fog away.",
  "This is how it tends to work. {fact}",
  "{fact} You can check that against what you have in front of you.",
  "Something I find myself explaining a good deal: {fact}",
];

export const noteFrames = [
  "Our notes on {heading} say {note}",
  "In our notes on {heading} it's put like this: {note}",
  "There's a line about this in our notes on {heading}: {note}",
  "What our notes on {heading} say fits you well: {note}",
  "I looked it up again in our notes on {heading}, where it says {note}",
  "As our notes on {heading} have it, {note}",
  "You'd find this under {heading} in our notes: {note}",
  "From our notes on {heading}, since it's your case almost exactly: {note}",
];

/** Slipped in at a clause, so that a passage is told and not recited. */
export const asides = [
  "and I'd underline this,",
  "and this is the part people skip,",
  "as I'd put it to a friend,",
  "and it took me years to see it,",
  "if you take it slowly,",
  "and here it gets useful,",
];

export const principleFrames = [
  "I work by a rule that may sound plain: {principle}",
  "There's something I hold to in this work. {principle}",
  "You'll notice me coming back to one idea. {principle}",
  "My way of going about it is this. {principle}",
  "I've learned one thing about questions like yours. {principle}",
];

export const stepFrames = [
  "If you'd like something to do with your hands, start here. {step}",
  "One thing for this week, and only one. {step}",
  "Here's the step I'd take first. {step}",
  "So the task has a name now. {step}",
  "I'd make it this, because it's small and it shows. {step}",
  "Let's settle on a single piece. {step}",
  "The next move can be modest. {step}",
  "When you're ready, and not before: {step}",
];

/** For material without steps of its own. */
export const plainSteps = [
  "Write the three facts you're sure of on one sheet and leave the rest blank.",
  "Choose the one paper that matters most and put it where you'll see it.",
  "Tell one person at home what we talked about, in two sentences.",
  "Put half an hour on the calendar for it, with a beginning and an end.",
  "Make a list of the questions you still have, and don't answer any of them yet.",
];

export const tones: Record<string, readonly string[]> = {
  professional: [
    "I'll keep to what we know and mark clearly what we don't.",
    "Let me take your points in order.",
    "I'd like to be exact about this, so I'll go step by step.",
  ],
  casual: [
    "Pull up a chair, we've got time for this.",
    "No fancy words, I promise.",
    "I'll give you the over-the-fence version.",
  ],
  urgent: [
    "Let's keep it short and in order.",
    "One thing at a time, beginning with whatever has a date on it.",
    "I'll be brief, so that you can move.",
  ],
  exploratory: [
    "We can wander a little before we choose a direction.",
    "Side roads are welcome here.",
    "There's no need to land anywhere today.",
  ],
  warm: [
    "Take all the time you need with this.",
    "There's no hurry at this end.",
    "You're in good company with this one.",
  ],
};
