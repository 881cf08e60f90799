//! What the search for tasks keeps of one body: its separately run parts, the flow of values that can be driven, and the order of events.

use super::bounded::Times;
use super::in_place::Param;
use super::mounts::Mount;
use super::own_joins::OwnJoin;
use super::routes::Route;
use super::states::State;
use crate::diagnostics::TaskKind;
use crate::facts::{Name, Span};
use crate::names::DefId;

/// Index of a part of a body: 0 is its own code, then follow its async blocks, closures and streams.
pub(super) type UnitIx = u32;

/// Number of a variable among those that the outline mentions, parameters first.
pub(super) type VarIx = u32;

/// Something that can be run or driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum NodeRef {
    /// A part of this body.
    Unit(UnitIx),
    /// The value of a variable of this body.
    Var(VarIx),
    /// The code of a sync fn.
    Code(DefId),
    /// The future that a fn returns.
    Drive(DefId),
    /// The argument with this index that a fn receives; the receiver is [`RECEIVER`].
    Param(DefId, u32),
    /// What a call passes to workspace fns: its index among those of the body. It is empty unless one of them runs it in place.
    Given(u32),
    /// The code of the sync impls of a trait's method in the workspace.
    Impls(DefId),
    /// The futures that its impls return.
    ImplFutures(DefId),
    /// The code of any sync fn with this name and number of arguments: an unresolved call.
    Named(Name, u32, Written),
    /// The future that any such fn returns.
    NamedFuture(Name, u32, Written),
    /// A server that has been made.
    Server,
}

/// The syntax of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Written {
    /// `receiver.method(..)`.
    Method,
    /// `path(..)`.
    Path,
}

/// The index of the receiver among the arguments.
pub(super) const RECEIVER: u32 = u32::MAX;

/// The event at the end of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// One of these runs here, to completion.
    Run(Vec<NodeRef>),
    /// These run here, in a row, as often as this says.
    Repeat(Vec<NodeRef>, Times),
    /// These run here, interleaved with other futures of the same task.
    Beside(Vec<NodeRef>),
    /// The futures of a `select!` run here: its index among those of the body.
    Select(u32),
    /// These are driven by a `block_on` outside any runtime.
    Here(Vec<NodeRef>),
    /// A task begins: its index among the roots of the body.
    Spawn(u32),
    /// A loop begins that may never end.
    Loop,
    /// A task may begin.
    MaybeSpawn,
    /// A server begins to serve.
    Serve,
    /// A future of other code runs here, to completion: what it does is unknown.
    Foreign,
    /// A runtime begins that has no tasks yet.
    NewRuntime,
    /// A set of tasks begins to run that stay on this thread.
    LocalTasks,
}

/// A stretch of code that ends with at most one event.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about the same stretch, independent of the others")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) event: Option<Event>,
    /// Whether it is in a loop of its part.
    pub(super) in_loop: bool,
    /// Whether one of these loops is not over values in memory.
    pub(super) in_unbounded_loop: bool,
    /// Whether one of these loops may never end.
    pub(super) in_endless_loop: bool,
    /// Whether such a loop waits for other parties: `listener.accept()`.
    pub(super) serves: bool,
    /// Whether it delays other futures of its task, which are polled again later.
    pub(super) is_beside: bool,
    /// Whether its event is a join of known futures.
    pub(super) own_join: OwnJoin,
    pub(super) next: Vec<u32>,
}

/// A part of a body that runs as a unit.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) span: Span,
    /// Its first point, its exit point, and the index after its last point.
    pub(super) entry: u32,
    pub(super) exit: u32,
    pub(super) end: u32,
    /// Calls by the first byte of their name, sorted; each with its point.
    pub(super) anchors: Vec<(u32, u32)>,
    /// Whether it is a stream macro, which only its holder polls.
    pub(super) is_stream: bool,
    /// What it awaits first.
    pub(super) waits: Waits,
    /// Whether it is the closure that initialises a static.
    pub(super) fills: bool,
}

/// What a future awaits before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// A signal: it does nothing before the signal arrives.
    Signal,
    /// A timer, in a loop: it is a background task.
    Timer,
    /// Whatever this node waits for.
    As(NodeRef),
    /// Something else, or nothing.
    Other,
}

impl Unit {
    /// The numbers of its points.
    pub(super) fn points(&self) -> std::ops::Range<usize> {
        self.entry as usize..self.end as usize
    }
}

/// How a root in a body begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RootKind {
    /// A future was spawned.
    Spawned,
    /// A future was spawned on a runtime for blocking work.
    Dedicated,
    /// One of several futures that are polled in turn.
    Branch,
    /// One of the futures of a join in which all are known.
    Joined,
    /// An arm of a `select!`: the indices of both.
    Arm(u32, u32),
    /// A handler was registered with a router; with its route if that is known.
    Handler(Option<Route>),
    /// A thread of its own.
    Thread,
    /// The future whose end makes a server stop.
    ShutdownSignal,
}

impl RootKind {
    /// The kind of task that it is.
    pub(super) const fn kind(&self) -> TaskKind {
        match self {
            Self::Handler(_) => TaskKind::Handler,
            Self::Thread => TaskKind::Main,
            Self::Spawned | Self::Dedicated | Self::Branch | Self::Joined | Self::Arm(..) | Self::ShutdownSignal => TaskKind::Task,
        }
    }

    /// The state in which its code begins to run, outside of tests.
    pub(super) const fn state(&self) -> State {
        match self {
            Self::Thread => State::Unknown,
            Self::Dedicated => State::Alone,
            Self::Spawned | Self::Branch | Self::Joined | Self::Arm(..) | Self::Handler(_) | Self::ShutdownSignal => State::Crowded,
        }
    }
}

/// A root created in a body.
#[derive(Clone, Debug)]
pub(super) struct RootSite {
    pub(super) begins: RootKind,
    /// The call that creates it.
    pub(super) span: Span,
    /// The runtime that it runs on.
    pub(super) runtime: TaskRuntime,
    /// Whether it stays on the thread of the code around it.
    pub(super) is_local: bool,
    pub(super) targets: Vec<NodeRef>,
}

/// The runtime of a root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TaskRuntime {
    /// That of the code around it.
    #[default]
    Around,
    /// One that the body makes and keeps to itself: its number among those of the body.
    Own(u32),
    /// Whatever the receiver of the call is a handle of.
    Unknown,
}

/// The futures of a `select!`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Select {
    pub(super) arms: Vec<Arm>,
}

/// The future of one arm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arm {
    /// Whether its expression shows that it waits for a timer or a signal.
    pub(super) is_background: bool,
    /// What it may be.
    pub(super) futures: Vec<NodeRef>,
}

/// A future or callable that a call passes to workspace fns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// The call that passes it.
    pub(super) span: Span,
    /// The parameters that receive it.
    pub(super) params: Vec<Param>,
    /// What it may be.
    pub(super) nodes: Vec<NodeRef>,
}

/// The outline of one body.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    pub(super) def: DefId,
    pub(super) is_async: bool,
    pub(super) in_test: bool,
    pub(super) params: Vec<VarIx>,
    pub(super) self_param: Option<VarIx>,
    pub(super) units: Vec<Unit>,
    pub(super) points: Vec<Point>,
    pub(super) roots: Vec<RootSite>,
    pub(super) selects: Vec<Select>,
    pub(super) givens: Vec<Given>,
    /// Pairs of nodes: whoever drives the first drives the second.
    pub(super) links: Vec<(NodeRef, NodeRef)>,
    /// The runtimes that the body makes and keeps to itself, each with what it drives.
    pub(super) driven: Vec<(u32, NodeRef)>,
    /// Where the routers go that it mentions.
    pub(super) mounts: Vec<Mount>,
    /// Values whose further use is unknown.
    pub(super) escapes: Vec<NodeRef>,
    /// Whether it drives a future on the calling thread.
    pub(super) blocks_on: bool,
}

impl Outline {
    /// Whether both are equal except for source positions.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        let same_units = || {
            let course = |unit: &Unit| (unit.entry, unit.exit, unit.end, unit.is_stream, unit.waits, unit.fills);
            self.units.iter().map(course).eq(other.units.iter().map(course))
        };
        let same_roots = || {
            let site = |root: &RootSite| (root.begins.clone(), root.runtime, root.is_local, root.targets.clone());
            self.roots.iter().map(site).eq(other.roots.iter().map(site))
        };
        let same_givens = || {
            let passed = |given: &Given| (given.params.clone(), given.nodes.clone());
            self.givens.iter().map(passed).eq(other.givens.iter().map(passed))
        };
        (self.is_async, self.in_test, self.blocks_on, self.self_param) == (other.is_async, other.in_test, other.blocks_on, other.self_param)
            && self.params == other.params
            && self.links == other.links
            && self.escapes == other.escapes
            && self.mounts == other.mounts
            && self.driven == other.driven
            && self.points == other.points
            && self.selects == other.selects
            && same_givens()
            && same_units()
            && same_roots()
    }
}
