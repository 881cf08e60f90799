//! `use` trees, flattened to their leaves.

use super::lowerer::{Head, Lowerer, Place, name_of};
use super::spans::Sp;
use crate::facts::{ItemKind, Name, Path, PathAnchor, Segment, UseDecl, UseKind};
use syn::{ItemUse, UseTree};

/// The path from the root of the tree to the current node.
#[derive(Clone)]
pub(super) struct Prefix {
    pub(super) anchor: PathAnchor,
    pub(super) segments: Vec<Segment>,
    pub(super) sp: Option<Sp>,
}

impl Prefix {
    pub(super) fn push(&mut self, name: Name, sp: Sp) {
        self.sp = Some(self.sp.map_or(sp, |so_far| so_far.cover(sp)));
        let keyword = match (self.anchor, name.as_str()) {
            _ if !self.segments.is_empty() => None,
            (PathAnchor::Plain, "crate") => Some(PathAnchor::Crate),
            (PathAnchor::Plain, "self") => Some(PathAnchor::SelfModule),
            (PathAnchor::Plain | PathAnchor::SelfModule, "super") => Some(PathAnchor::Super(1)),
            (PathAnchor::Super(n), "super") => Some(PathAnchor::Super(n.saturating_add(1))),
            _ => None,
        };
        match keyword {
            Some(keyword) => self.anchor = keyword,
            None => self.segments.push(Segment { name, span: sp.span, args: None }),
        }
    }

    /// Adds the last name of a path. Whether it is the `self` of a group, which stands for the path before it.
    pub(super) fn leaf(&mut self, name: Name, sp: Sp, is_self: bool) -> bool {
        let self_leaf = is_self && (!self.segments.is_empty() || self.anchor != PathAnchor::Plain);
        if self_leaf {
            self.sp = Some(self.sp.map_or(sp, |so_far| so_far.cover(sp)));
        } else {
            self.push(name, sp);
        }
        self_leaf
    }

    pub(super) fn path(&self) -> Path {
        let span = self.sp.map(|sp| sp.span).unwrap_or_default();
        Path { anchor: self.anchor, qself: None, segments: self.segments.clone(), span }
    }
}

impl Lowerer<'_> {
    pub(super) fn use_item(&mut self, item: &ItemUse, place: &Place) {
        let (visibility, at) = self.visibility(&item.vis);
        let keyword = self.sp(item.use_token.span);
        let end = self.sp(item.semi_token.span);
        let mut statement = Statement { item, place, visibility, start: at.unwrap_or(keyword), end };
        let anchor = if item.leading_colon.is_some() { PathAnchor::Extern } else { PathAnchor::Plain };
        let sp = item.leading_colon.map(|colon| self.sp(colon.spans[0]));
        self.use_tree(&mut statement, &item.tree, Prefix { anchor, segments: Vec::new(), sp });
    }

    fn use_tree(&mut self, statement: &mut Statement<'_>, tree: &UseTree, mut prefix: Prefix) {
        let mut tree = tree;
        while let UseTree::Path(path) = tree {
            let sp = self.sp(path.ident.span());
            prefix.push(name_of(&path.ident), sp);
            tree = &path.tree;
        }
        match tree {
            UseTree::Path(_) => {}
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(statement, tree, prefix.clone());
                }
            }
            UseTree::Glob(glob) => {
                let sp = self.sp(glob.star_token.span);
                self.use_leaf(statement, Name::new("*"), sp, prefix.path(), UseKind::Glob);
            }
            UseTree::Name(leaf) => self.use_name(statement, prefix, &leaf.ident, None),
            UseTree::Rename(leaf) => self.use_name(statement, prefix, &leaf.ident, Some(&leaf.rename)),
        }
    }

    fn use_name(&mut self, statement: &mut Statement<'_>, mut prefix: Prefix, ident: &syn::Ident, alias: Option<&syn::Ident>) {
        let sp = self.sp(ident.span());
        let name = name_of(ident);
        let self_leaf = prefix.leaf(name, sp, ident == "self");
        let own = if self_leaf { prefix.segments.last().map_or(name, |last| last.name) } else { name };
        let (bound, at) = alias.map_or((own, sp), |alias| (name_of(alias), self.sp(alias.span())));
        let kind = if bound == *"_" { UseKind::Anonymous } else { UseKind::Named { self_leaf } };
        self.use_leaf(statement, bound, at, prefix.path(), kind);
    }

    fn use_leaf(&mut self, statement: &Statement<'_>, name: Name, name_sp: Sp, path: Path, kind: UseKind) {
        let Statement { item, place, visibility, start, end } = statement;
        let head = Head { name, name_sp, visibility: visibility.clone(), attrs: &item.attrs, start: *start, end: *end };
        let (id, _) = self.open(head, place);
        let statement = start.cover(*end).span;
        self.set(id, ItemKind::Use(UseDecl { path, kind, statement }));
    }
}

/// The `use …;` that contains the leaves.
struct Statement<'a> {
    item: &'a ItemUse,
    place: &'a Place,
    visibility: crate::facts::Visibility,
    start: Sp,
    end: Sp,
}
