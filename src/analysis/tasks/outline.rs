//! What the search for tasks keeps of one body: its parts that run apart, where values that can be driven go, and in which order things happen.

use crate::facts::{Name, PatId, Span};
use crate::names::DefId;

/// Number of a part of a body: its own code is 0, then its async blocks, closures and streams.
pub(super) type UnitIx = u32;

/// Something that can be run or driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum NodeRef {
    /// A part of this body.
    Unit(UnitIx),
    /// What a variable of this body holds.
    Var(PatId),
    /// The code of a sync fn.
    Code(DefId),
    /// The future that a fn gives.
    Drive(DefId),
    /// What is passed to a fn as this argument; the receiver is [`RECEIVER`].
    Param(DefId, u32),
    /// Any fn of this name with so many arguments: a call that was not resolved.
    Named(Name, u32, Written),
    /// A server that has been made.
    Server,
}

/// How a call is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Written {
    /// `receiver.method(..)`.
    Method,
    /// `path(..)`.
    Path,
}

/// The number of the receiver among the arguments.
pub(super) const RECEIVER: u32 = u32::MAX;

/// What happens at the end of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// One of these runs here, to its end.
    Run(Vec<NodeRef>),
    /// These run here, perhaps many times in a row.
    Repeat(Vec<NodeRef>),
    /// These run here with others that are polled in turn with them.
    Beside(Vec<NodeRef>),
    /// These are driven by a `block_on` that no runtime knows of.
    Here(Vec<NodeRef>),
    /// A task begins: its number among the roots of the body.
    Spawn(u32),
    /// A loop begins that may never end.
    Loop,
    /// A task may begin.
    MaybeSpawn,
    /// A server begins to serve.
    Serve,
    /// The code that follows keeps the other branches of a `select!` waiting that comes around again.
    Crowd,
    /// A runtime begins, on which nothing was spawned.
    NewRuntime,
}

/// A stretch of code without events, then one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) event: Option<Event>,
    /// Whether a loop of its part comes back to it.
    pub(super) in_loop: bool,
    pub(super) next: Vec<u32>,
}

/// A part of a body that runs as one.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) span: Span,
    /// Where it begins, where it ends, and one past its last point.
    pub(super) entry: u32,
    pub(super) exit: u32,
    pub(super) end: u32,
    /// Calls by the first byte of their name, sorted, with the points in which they are made.
    pub(super) anchors: Vec<(u32, u32)>,
    /// Whether only whoever holds it polls it: a stream macro.
    pub(super) is_stream: bool,
    /// What it waits for first.
    pub(super) waits: Waits,
    /// Whether it is the closure that fills a static.
    pub(super) fills: bool,
}

/// What a future waits for before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// A signal: it does nothing while the program runs.
    Signal,
    /// A timer, in a loop: it is a background task.
    Timer,
    /// Whatever this waits for.
    As(NodeRef),
    /// Something else, or nothing at all.
    Other,
}

impl Unit {
    /// The numbers of its points.
    pub(super) fn points(&self) -> std::ops::Range<usize> {
        self.entry as usize..self.end as usize
    }
}

/// How a root that stands in a body begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Begins {
    /// A future was spawned.
    Spawned,
    /// A future was spawned on a runtime that is there for blocking work.
    Dedicated,
    /// One of several that are polled in turn.
    Branch,
    /// A handler was given to a router, with method and path where they are literal.
    Handler(Option<String>),
    /// A thread of its own.
    Thread,
}

/// A root that is made in a body.
#[derive(Clone, Debug)]
pub(super) struct RootSite {
    pub(super) begins: Begins,
    /// The call that makes it.
    pub(super) span: Span,
    pub(super) targets: Vec<NodeRef>,
}

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    pub(super) def: DefId,
    pub(super) is_async: bool,
    pub(super) in_test: bool,
    pub(super) params: Vec<PatId>,
    pub(super) self_param: Option<PatId>,
    pub(super) units: Vec<Unit>,
    pub(super) points: Vec<Point>,
    pub(super) roots: Vec<RootSite>,
    /// Whoever drives the first drives the second.
    pub(super) links: Vec<(NodeRef, NodeRef)>,
    /// What goes where nobody knows what becomes of it.
    pub(super) escapes: Vec<NodeRef>,
    /// Whether it drives a future on the thread that calls it.
    pub(super) blocks_on: bool,
}

impl Outline {
    /// Whether both are the same but for places in the text.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        let same_units = || {
            let course = |unit: &Unit| (unit.entry, unit.exit, unit.end, unit.is_stream, unit.waits, unit.fills);
            self.units.iter().map(course).eq(other.units.iter().map(course))
        };
        let same_roots = || {
            let site = |root: &RootSite| (root.begins.clone(), root.targets.clone());
            self.roots.iter().map(site).eq(other.roots.iter().map(site))
        };
        (self.is_async, self.in_test, self.blocks_on, self.self_param) == (other.is_async, other.in_test, other.blocks_on, other.self_param)
            && self.params == other.params
            && self.links == other.links
            && self.escapes == other.escapes
            && self.points == other.points
            && same_units()
            && same_roots()
    }
}
