//! The one table of commands. Dispatch, the bottom line, `?` help, key overrides and the README's key table all read it,
//! so none of them can say what another denies.

/// Where a key is looked up. A screen names its scope; [`Scope::chain`] says which others apply after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everywhere, text fields and questions included.
    Always,
    /// Everywhere but in text fields and questions.
    Global,
    /// In a list or on a page that scrolls.
    Move,
    /// The road map.
    Guide,
    /// A topic page.
    Topic,
    /// A drill session, whatever it shows.
    Drill,
    /// A card whose answer is still hidden.
    Ask,
    /// A question with one right option.
    Pick,
    /// A question with several right options.
    Tick,
    /// Steps to be put in order.
    Order,
    /// Partners to be found.
    Match,
    /// A drill question with text fields.
    Write,
    /// The answer is shown, the grade is missing.
    Grade,
    /// The search overlay, a text field.
    Search,
    /// A question that needs a yes or a no.
    Confirm,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Always,
        Self::Global,
        Self::Move,
        Self::Guide,
        Self::Topic,
        Self::Drill,
        Self::Ask,
        Self::Pick,
        Self::Tick,
        Self::Order,
        Self::Match,
        Self::Write,
        Self::Grade,
        Self::Search,
        Self::Confirm,
    ];

    /// The scopes whose keys work in this one; the first that binds a key wins.
    #[must_use]
    pub const fn chain(self) -> &'static [Self] {
        use Scope::{
            Always, Ask, Confirm, Drill, Global, Grade, Guide, Match, Move, Order, Pick, Search,
            Tick, Topic, Write,
        };
        match self {
            Always => &[Always],
            Global => &[Global, Always],
            Move => &[Move, Global, Always],
            Guide => &[Guide, Move, Global, Always],
            Topic => &[Topic, Move, Global, Always],
            Drill => &[Drill, Move, Global, Always],
            Ask => &[Ask, Drill, Move, Global, Always],
            Pick => &[Pick, Drill, Move, Global, Always],
            Tick => &[Tick, Drill, Move, Global, Always],
            Order => &[Order, Drill, Move, Global, Always],
            Match => &[Match, Drill, Move, Global, Always],
            // The arrow keys, home and end belong to the field.
            Write => &[Write, Drill, Global, Always],
            Grade => &[Grade, Drill, Move, Global, Always],
            Search => &[Search, Always],
            Confirm => &[Confirm, Always],
        }
    }

    /// A text field has the keyboard: plain characters are text, and a command whose key is a plain character is reached
    /// with `alt`.
    #[must_use]
    pub const fn typing(self) -> bool {
        matches!(self, Self::Write | Self::Search)
    }
}

/// What help puts together under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Answering and grading.
    Answer,
    /// What can be done with the item on the screen.
    Item,
    /// Reading the guide.
    Read,
    /// Moving about on a screen.
    Move,
    /// From room to room.
    Rooms,
    /// Everything else.
    General,
}

impl Group {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 6] = [
        Self::Answer,
        Self::Item,
        Self::Read,
        Self::Move,
        Self::Rooms,
        Self::General,
    ];

    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Answer => "Answering",
            Self::Item => "This item",
            Self::Read => "Reading",
            Self::Move => "Moving",
            Self::Rooms => "Rooms",
            Self::General => "General",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Info {
    /// What settings call it: `next-topic`.
    pub name: &'static str,
    /// What the bottom line calls it: short, one or two words.
    pub label: &'static str,
    /// The heading it stands under in help.
    pub group: Group,
    /// Where it can be used.
    pub scopes: &'static [Scope],
    /// Its keys unless settings say otherwise, in the notation of [`super::keymap::Key`]; the first is the one shown.
    pub keys: &'static [&'static str],
    /// One sentence. Neighbours with the same sentence are one line of help.
    pub help: &'static str,
}

macro_rules! commands {
    ($($group:ident { $($command:ident $name:literal $label:literal [$($scope:ident)+] [$($key:literal)+] $help:literal;)+ })+) => {
        /// Everything a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command {
            $($(#[doc = $help] $command,)+)+
        }

        impl Command {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$($(Self::$command,)+)+];

            /// The command's row in the table.
            #[must_use]
            pub const fn info(self) -> &'static Info {
                match self {
                    $($(Self::$command => &Info {
                        name: $name,
                        label: $label,
                        group: Group::$group,
                        scopes: &[$(Scope::$scope),+],
                        keys: &[$($key),+],
                        help: $help,
                    },)+)+
                }
            }
        }
    };
}

commands! {
    Answer {
        Reveal "reveal" "reveal" [Ask] ["space" "enter"] "Show the answer.";
        Submit "submit" "answer" [Pick Tick Order Match Write] ["enter"] "Hand in the answer.";
        Toggle "toggle" "tick" [Tick] ["space"] "Tick or untick the option under the cursor.";
        Pick1 "pick-1" "pick" [Pick Tick Match] ["1" "A"] "Go to that option; where several are right, tick it.";
        Pick2 "pick-2" "pick" [Pick Tick Match] ["2" "B"] "Go to that option; where several are right, tick it.";
        Pick3 "pick-3" "pick" [Pick Tick Match] ["3" "C"] "Go to that option; where several are right, tick it.";
        Pick4 "pick-4" "pick" [Pick Tick Match] ["4" "D"] "Go to that option; where several are right, tick it.";
        Pick5 "pick-5" "pick" [Pick Tick Match] ["5" "E"] "Go to that option; where several are right, tick it.";
        Pick6 "pick-6" "pick" [Pick Tick Match] ["6" "F"] "Go to that option; where several are right, tick it.";
        Pick7 "pick-7" "pick" [Pick Tick Match] ["7" "G"] "Go to that option; where several are right, tick it.";
        Pick8 "pick-8" "pick" [Pick Tick Match] ["8" "H"] "Go to that option; where several are right, tick it.";
        Pick9 "pick-9" "pick" [Pick Tick Match] ["9" "I"] "Go to that option; where several are right, tick it.";
        MoveDown "move-down" "move down" [Order] ["J" "shift-down"] "Move the step one place down.";
        MoveUp "move-up" "move up" [Order] ["K" "shift-up"] "Move the step one place up.";
        NextField "next-field" "next gap" [Write] ["tab" "down"] "Go to the next text field.";
        PreviousField "previous-field" "previous gap" [Write] ["shift-tab" "up"] "Go to the previous text field.";
        GiveUp "give-up" "give up" [Pick Tick Order Match Write] ["x"] "Show the answer without answering; that counts as not known.";
        Again "again" "again" [Grade] ["1"] "Not known: it comes back in this session.";
        Hard "hard" "hard" [Grade] ["2"] "Known with trouble.";
        Good "good" "good" [Grade] ["3"] "Known.";
        Easy "easy" "easy" [Grade] ["4"] "Known at once.";
        Accept "accept" "take it" [Grade] ["enter" "space"] "Take the suggested grade.";
    }
    Item {
        Hint "hint" "hint" [Drill] ["h"] "Show the hint.";
        Undo "undo" "undo" [Drill] ["u"] "Take back the last answer, exactly; again for the one before.";
        OpenTopic "open-topic" "topic" [Drill] ["t"] "Open the topic of this item.";
        Flag "flag" "flag" [Drill] ["f"] "Flag the item to look at later, or take the flag away.";
        Bury "bury" "bury" [Drill] ["b"] "Put the item off until tomorrow.";
        SuspendItem "suspend-item" "suspend" [Drill] ["-" "@"] "Take the item out of the schedule until you bring it back.";
    }
    Read {
        DrillIt "drill-it" "drill it" [Guide Topic] ["d"] "Drill what the cursor or the page shows.";
        NextTopic "next-topic" "next" [Topic] ["n"] "Go to the next topic of the guide.";
        BringBack "bring-back" "bring back" [Topic] ["B"] "Ask the suspended questions of this topic again.";
        PreviousTopic "previous-topic" "previous" [Topic] ["p"] "Go to the previous topic of the guide.";
        NextLink "next-link" "next link" [Topic] ["tab"] "Go to the next link on the page.";
        PreviousLink "previous-link" "previous link" [Topic] ["shift-tab"] "Go to the previous link on the page.";
    }
    Move {
        Open "open" "open" [Move Search] ["enter"] "Open what the cursor is on.";
        Down "down" "down" [Move Search] ["j" "down"] "One line down.";
        Up "up" "up" [Move Search] ["k" "up"] "One line up.";
        Left "left" "left" [Move] ["h" "left"] "To the left, or fold.";
        Right "right" "right" [Move] ["l" "right"] "To the right, or unfold.";
        PageDown "page-down" "page down" [Move Search] ["pgdn" "space" "ctrl-f"] "One page down.";
        PageUp "page-up" "page up" [Move Search] ["pgup" "ctrl-b"] "One page up.";
        HalfDown "half-down" "half down" [Move] ["ctrl-d"] "Half a page down.";
        HalfUp "half-up" "half up" [Move] ["ctrl-u"] "Half a page up.";
        Top "top" "top" [Move] ["g" "home"] "To the top.";
        Bottom "bottom" "bottom" [Move] ["G" "end"] "To the bottom.";
    }
    Rooms {
        GoToday "today" "today" [Global] ["1"] "Today: what to do now.";
        GoGuide "guide" "guide" [Global] ["2"] "Guide: the road map, topic by topic.";
        GoDrill "drill" "drill" [Global] ["3"] "Drill: what is due, then what is new.";
        GoHistory "history" "history" [Global] ["6"] "History: what you did and how well it sticks.";
    }
    General {
        Help "help" "help" [Global Search] ["?" "f1"] "The keys that work here.";
        Search "search" "search" [Global] ["/"] "Search titles, texts and questions.";
        Edit "edit" "edit" [Global] ["e"] "Open the source of what is shown in your editor.";
        Yes "yes" "yes" [Confirm] ["y" "enter"] "Yes, do it.";
        No "no" "no" [Confirm] ["n"] "No, leave everything as it is.";
        Back "back" "back" [Always] ["esc"] "Back to where you came from.";
        Quit "quit" "quit" [Global] ["q"] "Leave this page; in a room, quit. Nothing is ever lost.";
        Exit "exit" "quit" [Always] ["ctrl-c" "ctrl-q"] "Quit from anywhere, at once.";
        Redraw "redraw" "redraw" [Always] ["ctrl-l"] "Draw the screen afresh.";
        ToShell "to-shell" "to the shell" [Always] ["ctrl-z"] "Step out to the shell; `fg` comes back.";
    }
}

impl Command {
    /// The command that settings call `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.info().name == name)
    }

    /// Options count from 0: `Some(0)` for [`Command::Pick1`].
    #[must_use]
    pub fn pick(self) -> Option<usize> {
        let first = Self::Pick1 as usize;
        (self as usize)
            .checked_sub(first)
            .filter(|n| *n <= Self::Pick9 as usize - first)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_whole() {
        let names: BTreeSet<_> = Command::ALL.iter().map(|c| c.info().name).collect();
        assert_eq!(names.len(), Command::ALL.len(), "every name once");
        for command in Command::ALL {
            let info = command.info();
            assert_eq!(Command::named(info.name), Some(*command));
            assert!(
                info.name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                info.name
            );
            assert!(info.help.ends_with('.'), "{}", info.name);
            assert!((1..=14).contains(&info.label.len()), "{}", info.name);
            assert!(!info.keys.is_empty(), "`{}` has no key", info.name);
        }
    }

    #[test]
    fn a_chain_starts_at_its_scope_and_ends_everywhere() {
        for scope in Scope::ALL {
            assert_eq!(scope.chain().first(), Some(&scope));
            assert_eq!(scope.chain().last(), Some(&Scope::Always));
        }
    }

    #[test]
    fn options_count_from_nought() {
        assert_eq!(Command::Pick1.pick(), Some(0));
        assert_eq!(Command::Pick9.pick(), Some(8));
        assert_eq!(Command::Toggle.pick(), None);
        assert_eq!(Command::MoveDown.pick(), None);
    }
}
