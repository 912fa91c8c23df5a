//! What such records say, sentence by sentence. Chosen by number, never by chance.

/// Gives the `n`th of some sentences, going round.
pub fn pick<'t>(from: &[&'t str], n: usize) -> &'t str {
    from.get(n % from.len().max(1)).copied().unwrap_or_default()
}

pub const SEEN: [&str; 14] = [
    "Home visit as planned. Jordan was in the front room building a tower of bricks and was keen to show it.",
    "Jordan was seen alone for twenty minutes and then with the carer.",
    "Unannounced visit. Nobody answered; a card was left and Ms Hale telephoned an hour later.",
    "Jordan was in school uniform and had eaten breakfast at the club.",
    "Jordan said little at first, then talked about the rabbit at school and asked when Mum would come.",
    "The flat was warm and tidy. There was food in the fridge and clean bedding on Jordan's bed.",
    "Jordan had a small bruise on the left shin and said that it came from the climbing frame; the school book says the same.",
    "Jordan came home late from football and wanted to tell us about the goal before anything else.",
    "Jordan was unwell and stayed in bed; we agreed to come back on Thursday.",
    "We walked to the park so that Jordan could talk without anybody listening.",
    "Jordan drew a picture of the house with everybody in it and put Nan next to the door.",
    "Jordan asked again why the move had to be so quick. I said that I would write the answer down, and did.",
    "Jordan was quiet and did not want to come to the table. Sue let Jordan be and came back to it after tea.",
    "The room is as Jordan likes it: football posters, the blue lamp, and the box with letters on the shelf.",
];

pub const OTHERS: [&str; 14] = [
    "Ms Hale said that Darren Pike had not been at the flat since the weekend. Mrs Kershaw from number 14 told the duty worker otherwise.",
    "Darren Pike arrived during the visit and was asked to wait outside, which he did after some argument.",
    "Diane Kershaw rang again and asked that the family should not hear that she had.",
    "Jordan's sister Kayla said that she is worried about her own baby and asked us not to tell her mother.",
    "Sue Appleby reported that her husband Martin has been told to rest and that she does the school run herself for now.",
    "Ms Hale talked about her own childhood in care, which she has not told Jordan about.",
    "PC Anita Rao confirmed that there was a call to the address on Saturday night and that no charge followed.",
    "Mr Oduya, the class teacher, says that two parents complained about Darren Pike at the school gate.",
    "Kayla's address is not to be shared with Darren Pike. It is kept on the confidential sheet.",
    "Nan, Maureen Hale, has started treatment at the Infirmary and does not want Jordan to know yet.",
    "The health visitor, Bethan Rees, has seen Ms Hale at home twice and noted that she was low.",
    "Tyler Pike, who is nine, told his teacher that his dad shouts at night. His mother lives in Hexley.",
    "Sue Appleby said that the boy who shared the room before, Connor, left things behind that Jordan found upsetting.",
    "Ms Hale's solicitor, Grace Okafor, asked for the dates of the contact sessions.",
];

pub const THOUGHT: [&str; 12] = [
    "In my view Jordan is settled with the Applebys and is beginning to trust that the arrangements will hold.",
    "My assessment is that the risk at home has not changed since the last visit, because the same people come and go.",
    "This is an opinion and not a fact: I think that Ms Hale wants to manage and is ashamed to say that she cannot.",
    "The team manager agreed that the visits stay weekly until the review.",
    "It is decided that Jordan stays at the same school. The reason is that it is the one place that has not changed.",
    "I am concerned that nobody has explained to Jordan what the court decided. I will do so on Monday with Sue.",
    "The plan is working in part: attendance is up, contact with Mum is not yet regular.",
    "Management oversight: the chronology is up to date; the record of the last visit was entered nine days late.",
    "IRO: Jordan's own words should stand in the plan. Please add them before the next review.",
    "No further action on the anonymous call; the school and the health visitor have no concerns.",
    "It was agreed that letters from Mum go into the box and that Jordan chooses when to open them.",
    "We judged that a change of school now would harm more than it would help.",
];

pub const NEXT: [&str; 8] = [
    "Next visit on Tuesday. I will ring the school before.",
    "Action: referral to the play therapist, by me, this week.",
    "Action: ask the GP for the summary that was promised in March.",
    "Sue will keep the diary and bring it to the review.",
    "I will write to Ms Hale with the dates, in large letters as she asked.",
    "To be discussed in supervision.",
    "The duty team knows and will ring if anything changes over the weekend.",
    "Copy to the reviewing officer.",
];

pub const DAYS: [&str; 16] = [
    "Up at seven without being called. Porridge, two helpings. School by car because of the rain.",
    "Jordan read to me for ten minutes, the book about the lighthouse, and only stuck on three words.",
    "Tea was sausages. Jordan laid the table and asked whether we had always lived here.",
    "A bad night. Jordan came down at two and sat with me until it was light enough to see the garden.",
    "Football in the yard with Martin until it was dark. Laughing again.",
    "Mum did not ring at six as she said she would. Jordan waited on the stairs until half past seven.",
    "Homework done without being asked, and shown to everybody including the cat.",
    "Jordan broke the blue cup and hid the pieces. We found them together and it was all right.",
    "Letter from Mum came. Jordan put it into the box and said, later.",
    "Dentist at ten: no fillings. Jordan was brave and chose the sticker with the dinosaur.",
    "Jordan asked what a care order is. I said what I know and that Priya will say the rest.",
    "Nan rang. They talked about the dog for a long time. Jordan was cheerful afterwards.",
    "School rang: a scuffle at break with a boy called Liam. Both sorry. No mark.",
    "Swimming badge! Twenty-five metres, and the whole street has been told.",
    "Quiet day. Jordan drew a map of all the houses lived in so far. There are five. Kept in the box.",
    "Bedtime story twice. Asked for the light to be left on and it was.",
];

pub const SCHOOL: [&str; 8] = [
    "Jordan reads with expression and now chooses longer books.",
    "In number work Jordan is quick and sometimes careless; checking is the target for next term.",
    "Jordan was chosen to look after the rabbit and has not missed a day.",
    "Attendance this term was 96 per cent. The four late marks were all on Mondays.",
    "Jordan finds it hard when plans change and does better when told the day before.",
    "Friendships are steadier than last year. Jordan and Liam Dawes have made it up.",
    "Jordan spoke in assembly about the river and was clapped.",
    "Support from the teaching assistant, Mrs Gill, continues for three hours a week.",
];
