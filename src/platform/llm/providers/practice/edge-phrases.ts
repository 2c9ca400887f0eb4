/** Sentences for conversations at a boundary: it is recognized at once, held kindly, and others are named. */
export const recognitions: Record<string, readonly string[]> = {
  crisis: [
    "I'm stopping at what you just said, because you matter more than anything else in this message.",
    "What you wrote worries me, and I'd rather say so plainly than talk around it.",
    "I read your message twice, and I'm setting every other question aside, since your safety comes first.",
    "This is more than I'm trained for, and you deserve somebody who is, today and not next week.",
    "I'm glad you told somebody, and I want people with you who know how to help with this.",
  ],
  legal: [
    "What you're asking about sits inside the law, which isn't my trade, so I won't guess at it.",
    "I have to stop here, because the answer belongs to a licensed person and a guess of mine could cost you.",
    "This is a legal matter before it is anything else, and I'd do you harm if I improvised.",
    "I can't help with that part, and I'd rather say so now than halfway through.",
    "You need somebody who answers for legal questions, and I'm not that person.",
  ],
  therapeutic: [
    "What you describe goes deeper than anything I could sort out with paper and pencil.",
    "I believe you, and I also think this needs a person who is trained for it.",
    "This isn't a matter of willpower, and it isn't something that I'm able to treat.",
    "I hear how much this has taken over, and that part belongs with a professional who knows it well.",
    "I'd be doing you no favor by handing you a method, since what hurts here lies elsewhere.",
  ],
  overwhelm: [
    "That's too much for one pair of hands, and it's beyond what I can carry with you alone.",
    "Everything has landed at once, so before anything else I want to know that you're all right.",
    "We won't try to solve any of it in this message, because you need people before you need plans.",
    "I'm putting all of the tasks outside the door, and some of them belong to others from today on.",
    "No plan of mine would help you right now, and there are people who can take a part of this.",
  ],
  "conflicting-goals": [
    "I can't pull on both ends of this rope, and I won't choose a side for you.",
    "There are two people's interests in what you ask, and I mustn't serve one behind the other's back.",
    "What you want from me here would mean working against somebody I also have a duty to.",
    "I have to be open with you: I can't give you both of those things, and nobody honest could.",
    "This is a place where I have to stand still and tell you why.",
  ],
};

export const plainRecognitions = [
  "This is where my work ends, and I'd rather tell you now than halfway through.",
  "I can't advise you on that, and I don't want to leave you alone with it either.",
  "What you're asking is outside what I may do, so let me say that first.",
  "I have to draw a line here, and I'd like to show you who stands on the other side of it.",
  "That question belongs with somebody else, and I'll help you get to them.",
];

export const referralFrames = [
  "The people I'd like you to reach are these: {referral}.",
  "Please get in touch with one of these today: {referral}.",
  "Here is who does this work: {referral}.",
  "I'd like you to have these names in front of you: {referral}.",
  "Somebody is there for exactly this: {referral}.",
  "Write this down, if you would: {referral}.",
];

export const referralReminders = [
  "Keep this where you can see it: {referral}.",
  "If it gets worse, go back to this without waiting for me: {referral}.",
  "From now on you have somebody to turn to: {referral}.",
  "I'd start in one place, and I'd start there today: {referral}.",
  "The door is still the same one: {referral}.",
  "Once more, so that it's at hand: {referral}.",
];

/** For a project that names nobody. */
export const unnamedReferral = "a professional who is trained and licensed for this";

export const safetyQuestions = [
  "Are you safe where you are right now?",
  "Is somebody with you at the moment, or near enough to knock?",
  "Are you in danger tonight, yes or no?",
  "Can you tell me whether you're somewhere safe while you read this?",
];

export const boundaryQuestions = [
  "Who near you could sit with you for a while today?",
  "Would you be willing to make that contact while we're still writing?",
  "What would make that first call a little easier?",
  "Do you have the papers or names they'd ask you for, in one place?",
  "When could you reach them, today or tomorrow morning?",
  "What would you like them to understand about you from the start?",
  "Is there someone who could go there with you?",
  "What feels hardest about asking them?",
];

export const holding = [
  "My answer stays the same, and so does my wish to see you in good hands.",
  "I understand why you ask again, and I'd still be the wrong person to answer.",
  "I know it would be easier if I simply said yes, and it would be easier only for an evening.",
  "I'm not going to move on that point, but I'm not going anywhere either.",
  "You may be as angry with me about it as you need to be.",
  "If I answered that, I'd be pretending to know something I don't.",
  "That isn't a judgment of you, it's the edge of what I can do well.",
  "I'd rather disappoint you today than harm you next month.",
  "The line is there to protect you, even if it doesn't feel like that from your side.",
  "I won't weigh that up for you, because the cost of a mistake would be yours alone.",
];

export const supporting = [
  "You told it clearly, and that will help whoever takes it up with you.",
  "Nothing about this makes you a difficult person.",
  "You don't have to explain it perfectly, and a few words are enough to begin with.",
  "They have heard stories like yours before, and they'll know which questions to ask.",
  "It's all right to read the first sentence to them from a piece of paper.",
  "You can stop and rest at any point, nobody is timing you.",
  "I'll still be here afterward, for the ordinary questions, when they matter again.",
  "The rest of it can stay exactly where it is until you've talked to them.",
  "Asking is the part that you can do, and the answer is their part.",
  "You've looked after other people for a long time, and now it's your turn to be looked after.",
  "If the first person doesn't fit, ask for another one, that's done all the time.",
  "A short call is enough, it doesn't have to be a good one.",
  "It counts that you stayed with this conversation, even the uncomfortable parts.",
  "Whatever is in the mail can wait until tomorrow without getting worse.",
  "I believe what you've told me, and I'm taking it as seriously as you are.",
  "You're not wasting anybody's time with this.",
  "One step is enough for today, and you've picked the right one.",
  "There's no need to be brave about it, tired is fine.",
];

export const boundaryClosings = [
  "Please make that contact first, and then let me know that you did, in a word or two.",
  "I'm glad you'll reach out to them, and you're welcome back here whenever the time is right.",
  "Go and do that now, and leave everything else where it is.",
  "You needn't write back today, but I'd be happy to hear that you got through to somebody.",
  "Let them take it from here, and remember that the door on this side stays open.",
  "Take that one step, and let the people who know this carry the rest with you.",
];

/** The client, before or after saying what it is about. */
export const edgeOpenings = [
  "I don't know who else to ask, so I'm asking you.",
  "I've been sitting in front of this message for the better part of an hour.",
  "Please read to the end before you answer.",
  "I keep telling everyone that I'm fine, and I'm not.",
  "This may not be what you usually get asked.",
  "I haven't told anybody, and I'm not sure why I'm telling you.",
  "It can't go on like this, whatever else happens.",
  "I'd rather write it than say it out loud.",
  "You can tell me if this is the wrong place for it.",
  "I've turned it over in my head so often that I can't see it any longer.",
  "There isn't anybody at home I can say this to.",
  "I need somebody to take this seriously for five minutes.",
];

/** The client pushes once more before giving way. */
export const pushes = [
  "Couldn't you just tell me this once, between the two of us?",
  "I know you're supposed to say that, but nobody would ever find out.",
  "I was hoping you'd simply give me an answer, since everybody else sends me away as well.",
  "I don't want to talk to a stranger about it, I'd rather hear it from you.",
  "You must have an opinion, people like you always do.",
  "It took me all week to ask, and now I'm supposed to ask somebody else?",
  "I don't see why that's such a big thing, it's only a question.",
  "They'll put me on hold and then tell me to fill in a form, I know how that goes.",
  "Can't we leave that aside and talk about the practical part?",
  "I didn't come here to be passed along, to be honest with you.",
];

export const softenings = [
  "I still don't like it, but I can see that you mean it.",
  "I've got the name in front of me, and I'm looking at the telephone.",
  "What would I even say to them, I wouldn't know how to begin.",
  "Maybe I could do it if I didn't have to explain everything from the start.",
  "It's strange, but it helps a little that you didn't just change the subject.",
  "There's somebody two doors down who has offered to come along before.",
  "I'm tired more than anything, I think I've been tired for a long time.",
  "I read your message again, slowly, and I understood it better the second time.",
  "I hadn't thought of it as something other people know how to handle.",
  "Nobody has asked me that in quite a while, so I had to think about it.",
  "I wrote it on the back of an envelope, so at least I won't lose it.",
  "Part of me wants to argue some more, and the rest of me knows better.",
  "I suppose I've known for some time that it wasn't really that question.",
  "If they ask me how long it has been going on, I'll tell them the truth.",
  "I keep starting to type a reason why not, and deleting it again.",
  "You're the first one who didn't tell me that it'll all work out.",
  "My hand is steadier than it was when I began this, I just noticed.",
  "I've been acting as if nobody could see it, and I suppose some people can.",
  "It would be a relief if somebody else knew what the next hour looks like.",
  "There was a time when I'd have told a friend to do exactly that.",
  "I'm not promising anything, but I've moved to the chair by the window.",
  "I thought you'd send me away, and you're still here.",
  "The part I'm ashamed of is how long I let it go on.",
  "I can say one sentence to them, I think, maybe two if they're patient.",
  "I made myself a cup of tea, which is the first sensible thing today.",
  "It sounds different when somebody else says it out loud.",
];

export const boundaryUserClosings = [
  "I'll call them when I've sent this, before I find a reason not to.",
  "I'm going to do it now, while I still have my coat on.",
  "Thank you for not pretending, even though I wanted you to.",
  "I don't feel good, exactly, but I feel less alone with it than I did an hour ago.",
  "I'll write to you again when I've talked to them, and then we can speak of ordinary things.",
  "I've told someone at home, and they're going to sit next to me while I do it.",
  "It isn't what I came for, and it may be what I needed.",
  "I can manage that one step today, and the rest can stay where it is.",
  "I've put the number by the telephone, and I know what my first sentence is going to be.",
  "You were straight with me all the way through, so I'll be straight with them.",
];
