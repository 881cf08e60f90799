//! Bodies as arenas of expressions and patterns.

use super::{Cfg, ExprId, GenericArgs, ItemId, Name, PatId, Path, ScopeId, Span, TypeRef};
use index_vec::IndexVec;
use serde::{Deserialize, Serialize};

/// The body of a fn, const or static.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// All expressions; children have smaller ids than their parents.
    pub exprs: IndexVec<ExprId, Expr>,
    /// All patterns.
    pub pats: IndexVec<PatId, Pat>,
    /// Patterns of the fn's parameters, `self` left out.
    pub params: Vec<PatId>,
    /// A `Bind` pattern named `self`, if the fn has a receiver.
    pub self_param: Option<PatId>,
    /// The whole body's expression (a block for a fn).
    pub root: ExprId,
    /// The item that the body belongs to.
    pub owner: BodyOwner,
    /// The scope that contains the body (the owner's).
    pub scope: ScopeId,
    /// Expressions under a `cfg`: statements, initialisers, arms.
    pub cfgs: Vec<(ExprId, Cfg)>,
    /// Arguments of formatting macros that are certainly shown otherwise than by `Display` alone, sorted by id.
    pub formats: Vec<(ExprId, FormatTraits)>,
}

/// The traits by which a formatting macro shows an argument. With neither it is another one, as `LowerHex`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatTraits {
    /// `{}`, `%value`.
    pub display: bool,
    /// `{:?}`, `?value`.
    pub debug: bool,
}

impl FormatTraits {
    /// Those of two uses of one argument.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { display: self.display || other.display, debug: self.debug || other.debug }
    }
}

/// The item that owns a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BodyOwner(pub ItemId);

/// One expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expr {
    /// Its kind.
    pub kind: ExprKind,
    /// Its bytes. Tokens that come from a macro's definition have the span of the call's path.
    pub span: Span,
    /// Whether it comes from a `macro_rules!` definition rather than from the text at its span.
    pub from_expansion: bool,
}

/// The kinds of expression. Parentheses and groups are dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named after the syntax in the doc line")]
pub enum ExprKind {
    /// Something that is not modelled.
    Missing,
    /// `a::b`, a local, `self`.
    Path(Path),
    /// A literal.
    Literal(Literal),
    /// `callee(args)`.
    Call { callee: ExprId, args: Vec<ExprId> },
    /// `receiver.method::<T>(args)`, and `write!(w, ..)`: method `write_fmt` with the format arguments.
    MethodCall { receiver: ExprId, method: Name, method_span: Span, turbofish: Option<Box<GenericArgs>>, args: Vec<ExprId> },
    /// `base.name`, `base.0`.
    Field { base: ExprId, name: Name, name_span: Span },
    /// `base[index]`.
    Index { base: ExprId, index: ExprId },
    /// `*e`, `!e`, `-e`.
    Unary { op: UnaryOp, operand: ExprId },
    /// `l + r`, `l == r`, `l && r`; with `assign`, `l += r`.
    Binary { op: BinaryOp, lhs: ExprId, rhs: ExprId, assign: bool },
    /// `l = r`.
    Assign { lhs: ExprId, rhs: ExprId },
    /// `&e`, `&mut e`, `&raw const e`.
    Ref { mutable: bool, raw: bool, operand: ExprId },
    /// `e?`.
    Try { operand: ExprId },
    /// `e.await`; `await_span` is the keyword.
    Await { operand: ExprId, await_span: Span },
    /// A block of any kind. `scope` is set if it declares items.
    Block { kind: BlockKind, label: Option<Label>, scope: Option<ScopeId>, stmts: Vec<Stmt>, tail: Option<ExprId> },
    /// `|params| body`, `async move |params| body`.
    Closure { params: Vec<(PatId, Option<TypeRef>)>, ret: Option<Box<TypeRef>>, body: ExprId, is_async: bool, is_move: bool },
    /// `if cond { .. } else ..`; `cond` may contain `Let`.
    If { cond: ExprId, then: ExprId, otherwise: Option<ExprId> },
    /// `let pat = e` in a condition.
    Let { pat: PatId, scrutinee: ExprId },
    /// `match e { .. }`, and `matches!(e, p if g)`, which becomes a match with `bool` arms.
    Match { scrutinee: ExprId, arms: Vec<Arm> },
    /// `while cond { .. }`.
    While { label: Option<Label>, cond: ExprId, body: ExprId },
    /// `loop { .. }`.
    Loop { label: Option<Label>, body: ExprId },
    /// `for pat in iter { .. }`.
    For { label: Option<Label>, pat: PatId, iter: ExprId, body: ExprId },
    /// `return e`.
    Return { value: Option<ExprId> },
    /// `break 'label e`.
    Break { label: Option<Name>, value: Option<ExprId> },
    /// `continue 'label`.
    Continue { label: Option<Name> },
    /// `yield e`.
    Yield { value: Option<ExprId> },
    /// `S { a, b: e, ..base }`.
    Struct { path: Box<Path>, fields: Vec<FieldInit>, base: Option<ExprId> },
    /// `(a, b)`.
    Tuple { items: Vec<ExprId> },
    /// `[a, b]`.
    Array { items: Vec<ExprId> },
    /// `[e; n]`.
    Repeat { item: ExprId, len: ExprId },
    /// `a..b`, `a..=b`.
    Range { start: Option<ExprId>, end: Option<ExprId>, inclusive: bool },
    /// `e as T`.
    Cast { operand: ExprId, ty: TypeRef },
    /// A macro call, with the expressions among its tokens.
    Macro(Box<MacroCall>),
}

/// Kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named after the syntax in the doc line")]
pub enum BlockKind {
    /// `{ .. }`, and a fn's body.
    Plain,
    /// `unsafe { .. }`.
    Unsafe,
    /// `const { .. }`.
    Const,
    /// `async { .. }`; the span is the keyword.
    Async { is_move: bool, async_span: Span },
    /// `try { .. }`.
    Try,
}

/// A loop's or block's label, without the apostrophe.
pub type Label = Name;

/// One statement of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named after the syntax in the doc line")]
pub enum Stmt {
    /// `let pat: ty = init else { .. };`
    Let { pat: PatId, ty: Option<TypeRef>, init: Option<ExprId>, otherwise: Option<ExprId>, span: Span },
    /// `e;`, and an expression without `;` that is not the tail. The span includes the semicolon.
    Expr { expr: ExprId, semi: bool, span: Span },
    /// An item.
    Item(ItemId),
}

/// One arm of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arm {
    /// Its pattern.
    pub pat: PatId,
    /// `if guard`.
    pub guard: Option<ExprId>,
    /// Its value.
    pub body: ExprId,
}

/// `name: value` in a struct literal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldInit {
    /// The field.
    pub name: Name,
    /// Its value; for the shorthand the path expression of that name.
    pub value: ExprId,
}

/// Literals, with the values that the analysis needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Literal {
    /// `1`, `1u8`: the value if it fits into 64 bits, and the suffix.
    Int(Option<u64>, Option<Name>),
    /// `1.0`, `1f32`: digits as written without the suffix, and the suffix.
    Float(String, Option<Name>),
    /// `"s"`, `r"s"`: the value.
    Str(String),
    /// `b"s"`.
    ByteStr,
    /// `c"s"`.
    CStr,
    /// `'c'`.
    Char,
    /// `b'c'`.
    Byte,
    /// `true`, `false`.
    Bool(bool),
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnaryOp {
    /// `*`.
    Deref,
    /// `!`.
    Not,
    /// `-`.
    Neg,
}

/// Binary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the operators' trait names")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    /// `&&`.
    And,
    /// `||`.
    Or,
    /// `==`, `!=`.
    Eq,
    /// `<`, `<=`, `>`, `>=`.
    Ord,
}

/// One pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pat {
    /// Its kind.
    pub kind: PatKind,
    /// Its bytes.
    pub span: Span,
}

/// The kinds of pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named after the syntax in the doc line")]
pub enum PatKind {
    /// Something that is not modelled.
    Missing,
    /// `_`.
    Wild,
    /// `..`.
    Rest,
    /// `ref mut x @ p`. It may also be a constant or unit variant, which only name resolution decides.
    Bind { name: Name, by_ref: bool, mutable: bool, sub: Option<PatId> },
    /// `(a, .., b)`.
    Tuple(Vec<PatId>),
    /// `P(a, .., b)`.
    TupleStruct { path: Path, pats: Vec<PatId> },
    /// `P { a, b: p, .. }`.
    Struct { path: Path, fields: Vec<FieldPat> },
    /// `A::B`.
    Path(Path),
    /// `&p`, `&mut p`.
    Ref { mutable: bool, pat: PatId },
    /// `a | b`.
    Or(Vec<PatId>),
    /// `[a, rest @ ..]`.
    Slice(Vec<PatId>),
    /// A literal or range.
    Literal,
    /// `p: T`, as in closure parameters.
    Typed { pat: PatId, ty: TypeRef },
}

/// `name: pat` in a struct pattern; for the shorthand `pat` is a `Bind`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldPat {
    /// The field.
    pub name: Name,
    /// Its pattern.
    pub pat: PatId,
}

/// A macro call in expression or statement position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacroCall {
    /// The macro's path as written.
    pub path: Path,
    /// The meaning of the call.
    pub kind: MacroKind,
}

/// Macro calls by the meaning of their expansion. The last segment of the path decides, and also the first for `tokio::`, `futures::`,
/// `tracing::` …; a `macro_rules!` of the same crate with that name wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named after the syntax in the doc line")]
pub enum MacroKind {
    /// `format!`, `format_args!`, `concat!`-like: evaluates its arguments, yields a `String` or, with `arguments_only`, `fmt::Arguments`.
    Format { args: Vec<ExprId>, arguments_only: bool },
    /// `println!`, `print!`, `eprintln!`, `eprint!`: unit.
    Print { args: Vec<ExprId> },
    /// `assert!`, `assert_eq!`, `debug_assert!`, `tracing::info!`, `log::warn!`, `ensure!`, `compile_error!`, …: evaluates its arguments, unit.
    Unit { args: Vec<ExprId> },
    /// `panic!`, `todo!`, `unreachable!`, `unimplemented!`, `bail!`: diverges.
    Diverge { args: Vec<ExprId> },
    /// `vec![a, b]`.
    Vec { items: Vec<ExprId> },
    /// `vec![e; n]`.
    VecRepeat { item: ExprId, len: ExprId },
    /// `dbg!(e)`, `pin!(e)`, `std::hint::black_box`-like macros: the value of their one argument.
    Identity { value: ExprId },
    /// `anyhow!(..)`, `eyre!(..)`: evaluates its arguments; the value is that crate's `Error` or `Report`.
    Error { args: Vec<ExprId> },
    /// `join!(a, b)`: awaits all; the value is a tuple of the outputs. With `fallible`, `try_join!`: a `Result` of the tuple.
    Join { futures: Vec<ExprId>, fallible: bool },
    /// `select!`, `select_biased!`. `otherwise` is what runs if no arm does. With `polls` (a `default` branch) that is at once; without (`else`,
    /// `complete`) only when no arm is left to wait for.
    Select { arms: Vec<SelectArm>, otherwise: Option<ExprId>, polls: bool },
    /// `stream!`, `try_stream!`: the block is an async context of its own.
    Stream { block: ExprId, fallible: bool },
    /// `ready!(e)`: the value of a `Poll`.
    Ready { value: ExprId },
    /// `include_str!`, `env!`, `stringify!`, `concat!`, `file!`: `&'static str`.
    Str,
    /// `line!`, `column!`: `u32`.
    U32,
    /// `include_bytes!`.
    Bytes,
    /// `cfg!`: a `bool` that says whether the predicate holds.
    Cfg { predicate: Cfg },
    /// A `macro_rules!` of this crate, expanded.
    Expanded { expr: ExprId },
    /// An unknown macro whose tokens parsed as comma-separated expressions. They are kept so that calls in them can be resolved, but how
    /// often and where they run is unknown.
    Exprs { args: Vec<ExprId> },
    /// The tokens could not be parsed.
    Opaque,
}

/// One arm of `select!`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectArm {
    /// The pattern for the output.
    pub pat: PatId,
    /// The future.
    pub future: ExprId,
    /// `, if guard`.
    pub guard: Option<ExprId>,
    /// The handler.
    pub handler: ExprId,
}
