/**
 * Sentences that the practice writer's client says. They fit any trade: what is particular comes from the
 * material. {slots} are filled from it; a sentence whose slot can't be filled isn't used.
 */
export const smallTalk = [
  "I hope your week has been quieter than mine.",
  "I'm writing this from the parking lot because it's the only place nobody needs me.",
  "It's raining here and I've run out of excuses to put this off.",
  "A friend gave me your name over coffee and I said I'd write the same day, which was a month ago.",
  "I've got twenty minutes before everybody is home, so here goes.",
  "My neighbor says you don't bite.",
  "The dog is asleep on my feet, so I can't get up and avoid this any longer.",
  "I promised myself I'd send this before lunch, and it's nearly lunch.",
  "I've been meaning to write since the spring.",
  "First time writing to anybody about this, so bear with me.",
  "I almost called instead, but I think better when I type.",
  "Thanks for taking new people, I wasn't sure you still did.",
];

export const storyStarts = [
  "It started as a small thing that I meant to look into on a weekend.",
  "About a year ago I made a decision in a hurry and I've been living next to it ever since.",
  "My sister asked me a simple question at dinner and I couldn't answer it.",
  "Last week a letter came, and it turned out to be the third one.",
  "I was cleaning out a closet and found the folder I'd told myself I didn't have.",
  "A coworker was talking about this at lunch and I kept nodding as if I understood.",
  "For a long time somebody else took care of this, and now nobody does.",
  "It went along fine until the day something changed and I had to look.",
  "I sat down on Sunday to get it done and got up again two hours later with nothing.",
  "We had a plan once, on the back of an envelope, and life went around it.",
  "The short story is that I waited, and the long story is mostly about waiting.",
  "I've started this three times in the last year and stopped at the same spot each time.",
  "Somebody I trust told me I ought to ask, so I'm asking.",
  "I only noticed because two numbers that should have matched didn't.",
];

/** Where the material has no question of its own. */
export const topicFrames = [
  "It's about {topic}, and I'd like to know where I stand.",
  "What I need to talk about is {topic}, since I've put it off long enough.",
  "My question has to do with {topic}, and I don't know how to begin.",
  "It comes down to {topic}, I think, though everything hangs together.",
  "I want to understand {topic} well enough to stop guessing.",
  "Could we talk about {topic}, in words a tired person can follow?",
];

export const introductions = [
  "I'm {a occupation}, {age}, if that helps you picture it.",
  "For context, I'm {age} and I work as {a occupation}.",
  "I'm {age}, {a occupation}, and this has never been my strong side.",
  "You should probably know that I'm {a occupation} and that I turned {age} this year.",
  "By day I'm {a occupation}, {age} years old, and by night I worry about this.",
  "I'm {name}, {age}, {a occupation}.",
  "My name is {name} and I'm {a occupation}, which will explain some of it.",
  "{name} here, {age}, working as {a occupation}.",
];

export const figures = [
  "What comes in is about {income} a year, and there's {savings} put aside.",
  "I make around {income} a year and I've managed to save {savings} so far.",
  "In figures, that's {income} a year coming in and {savings} in savings.",
  "There's {savings} in the savings account, and I bring in roughly {income} a year.",
  "I wrote it down for you: {income} a year, and {savings} that I don't touch.",
  "My pay comes to about {income} before anything is taken out, and the cushion is {savings}.",
  "I've got {savings} saved on pay of around {income} a year, for what it's worth.",
  "If it matters, the pay is {income} and the savings are {savings}.",
];

export const concernFrames = [
  "What sits at the bottom of it is {concern}.",
  "The part that keeps coming back is {concern}.",
  "If I'm honest, it comes down to {concern}.",
  "I don't say it out loud much, but the worry is {concern}.",
  "What I keep circling around is {concern}.",
  "The thing I'd pay to stop thinking about is {concern}.",
  "Underneath all the practical questions there's {concern}.",
  "You asked what worries me, and I'd say {concern}.",
  "When I can't sleep, it's {concern}.",
  "The word I'd put on it is fear of {concern}.",
  "I suppose what I'm guarding against is {concern}.",
  "And then there's {concern}, which I try not to look at.",
];

export const patternFrames = [
  'I hear myself saying "{pattern}" about twice a day.',
  'My usual line is "{pattern}," and people have stopped asking what I mean.',
  'If you knew me, you\'d know I always say "{pattern}" around here.',
  'There I go again with "{pattern}," you\'ll get used to it.',
  'I was about to write "{pattern}" and then thought I\'d better explain it.',
  'What I told my family was "{pattern}," word for word.',
];

export const questionFrames = [
  "So here's the next thing I wanted to ask: {question}",
  "Can I ask the one I've been saving up? {question}",
  "This may be a side road. {question}",
  "While I have you here: {question}",
  "And then a question I wrote on my hand. {question}",
  "There's one more thing I never understood. {question}",
  "I should have asked this years ago. {question}",
  "My next question is probably the obvious one. {question}",
  "Before I lose my nerve: {question}",
  "Somebody asked me this and I had no answer. {question}",
];

export const intents: Record<string, readonly string[]> = {
  "get-advice": [
    "Mostly I'd like to hear what somebody who knows this would do.",
    "Tell me what you'd do in my place, and why.",
    "I could use a straight recommendation.",
  ],
  "make-a-decision": [
    "I'd like to leave here with one choice made, even a small one.",
    "I've been standing between the same two doors for weeks, and I want to pick one.",
    "What I need is help deciding, I've got enough information.",
  ],
  "understand-options": [
    "I don't need an answer today, I need to see what the choices are.",
    "Could you lay out the options for me before I lean one way?",
    "I'd like to understand the whole field before choosing anything.",
  ],
  "check-a-plan": [
    "I have a plan already and I'd like a second pair of eyes on it.",
    "Could you poke at what I'm planning and tell me where it's soft?",
    "I think I know what to do, I just want somebody to check it.",
  ],
  vent: [
    "I'm not sure I want a fix yet, I think I just had to say it to somebody.",
    "You don't have to solve it, it helps to write it down.",
    "Mostly I need to get this off my chest.",
  ],
  "ask-for-reassurance": [
    "I think I'm all right, I'd just like somebody to tell me so if it's true.",
    "Part of me only wants to hear that I haven't ruined anything.",
    "Is it as bad as it feels, or do I just need some sleep?",
  ],
};

export const userCheers = [
  "I'd like to hear it straight, I'm in the mood for it.",
  "For once nothing is on fire, and I'd like to use the quiet.",
  "I wanted to tell somebody who'd know what it took.",
  "I figure it's better to ask while things are going well.",
];

/** For bands so narrow that nothing else fits. */
export const shortReplies = [
  "All right.",
  "I see.",
  "Okay.",
  "Yes.",
  "Go on.",
  "Thank you.",
  "Maybe.",
  "Understood.",
];
