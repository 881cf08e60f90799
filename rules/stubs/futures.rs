//! `futures`: the combinators, executors and channels that programs chain.

pub use stream::{Stream, StreamExt, TryStream, TryStreamExt};
pub use future::{Future, FutureExt, TryFuture, TryFutureExt};
pub use sink::{Sink, SinkExt};
pub use io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

pub mod prelude {
    pub use crate::{Future, FutureExt, Sink, SinkExt, Stream, StreamExt, TryFuture, TryFutureExt, TryStream, TryStreamExt};
}

pub mod executor {
    use crate::stream::Stream;
    use std::future::Future;

    pub fn block_on<F: Future>(f: F) -> F::Output {}
    pub fn block_on_stream<S: Stream>(stream: S) -> BlockingStream<S> {}
    pub struct BlockingStream<S> {}
    impl<S: Stream> Iterator for BlockingStream<S> { type Item = S::Item; }

    pub struct LocalPool {}
    impl LocalPool {
        pub fn new() -> Self {}
        pub fn spawner(&self) -> LocalSpawner {}
        pub fn run(&mut self) {}
        pub fn run_until<F: Future>(&mut self, future: F) -> F::Output {}
        pub fn run_until_stalled(&mut self) {}
        pub fn try_run_one(&mut self) -> bool {}
    }
    pub struct LocalSpawner {}

    pub struct ThreadPool {}
    impl ThreadPool {
        pub fn new() -> Result<Self, std::io::Error> {}
        pub fn spawn_ok<Fut: Future<Output = ()>>(&self, future: Fut) {}
    }
}

pub mod future {
    pub use std::future::Future;
    use std::pin::Pin;

    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
    pub type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

    pub trait TryFuture: Future {
        type Ok;
        type Error;
    }
    impl<F: Future<Output = Result<T, E>>, T, E> TryFuture for F { type Ok = T; type Error = E; }

    pub enum Either<A, B> { Left(A), Right(B) }

    pub async fn join_all<I: IntoIterator<Item = F>, F: Future>(iter: I) -> Vec<F::Output> {}
    pub async fn try_join_all<I: IntoIterator<Item = F>, F: Future<Output = Result<T, E>>, T, E>(iter: I) -> Result<Vec<T>, E> {}
    pub async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {}
    pub async fn select<A: Future, B: Future>(a: A, b: B) -> Either<(A::Output, B), (B::Output, A)> {}
    pub async fn ready<T>(t: T) -> T {}
    pub async fn ok<T, E>(t: T) -> Result<T, E> {}
    pub async fn err<T, E>(err: E) -> Result<T, E> {}
    pub async fn pending<T>() -> T {}
    pub async fn lazy<F: FnOnce(&mut std::task::Context<'_>) -> R, R>(f: F) -> R {}
    pub async fn poll_fn<T, F: FnMut(&mut std::task::Context<'_>) -> std::task::Poll<T>>(f: F) -> T {}

    pub trait FutureExt: Future {
        async fn map<U, F: FnOnce(Self::Output) -> U>(self, f: F) -> U;
        async fn then<Fut: Future, F: FnOnce(Self::Output) -> Fut>(self, f: F) -> Fut::Output;
        async fn inspect<F: FnOnce(&Self::Output)>(self, f: F) -> Self::Output;
        fn boxed<'a>(self) -> BoxFuture<'a, Self::Output>;
        fn boxed_local<'a>(self) -> LocalBoxFuture<'a, Self::Output>;
        fn shared(self) -> Shared<Self>;
        fn fuse(self) -> Fuse<Self>;
        fn now_or_never(self) -> Option<Self::Output>;
        async fn catch_unwind(self) -> Result<Self::Output, Box<dyn std::any::Any + Send>>;
    }
    impl<T: ?Sized + Future> FutureExt for T {}

    pub struct Shared<F> {}
    impl<F: Future> Future for Shared<F> { type Output = F::Output; }
    pub struct Fuse<F> {}
    impl<F: Future> Future for Fuse<F> { type Output = F::Output; }

    pub trait TryFutureExt: TryFuture {
        async fn map_ok<T, F: FnOnce(Self::Ok) -> T>(self, f: F) -> Result<T, Self::Error>;
        async fn map_err<E, F: FnOnce(Self::Error) -> E>(self, f: F) -> Result<Self::Ok, E>;
        async fn err_into<E>(self) -> Result<Self::Ok, E>;
        async fn and_then<Fut: TryFuture, F: FnOnce(Self::Ok) -> Fut>(self, f: F) -> Result<Fut::Ok, Self::Error>;
        async fn or_else<Fut: TryFuture, F: FnOnce(Self::Error) -> Fut>(self, f: F) -> Result<Self::Ok, Fut::Error>;
        async fn unwrap_or_else<F: FnOnce(Self::Error) -> Self::Ok>(self, f: F) -> Self::Ok;
    }
    impl<Fut: ?Sized + TryFuture> TryFutureExt for Fut {}
}

pub mod stream {
    use std::future::Future;
    use std::pin::Pin;

    pub type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;
    pub type LocalBoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + 'a>>;

    pub trait Stream {
        type Item;
        fn poll_next(self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>>;
    }
    impl<S: ?Sized + Stream> Stream for &mut S { type Item = S::Item; }
    impl<S: ?Sized + Stream> Stream for Box<S> { type Item = S::Item; }
    impl<S: ?Sized + Stream> Stream for Pin<Box<S>> { type Item = S::Item; }

    pub trait TryStream: Stream {
        type Ok;
        type Error;
    }
    impl<S: Stream<Item = Result<T, E>>, T, E> TryStream for S { type Ok = T; type Error = E; }

    pub struct Adapted<T> {}
    impl<T> Stream for Adapted<T> { type Item = T; }

    pub fn iter<I: IntoIterator>(i: I) -> Adapted<I::Item> {}
    pub fn once<Fut: Future>(future: Fut) -> Adapted<Fut::Output> {}
    pub fn empty<T>() -> Adapted<T> {}
    pub fn unfold<T, F: FnMut(T) -> Fut, Fut: Future<Output = Option<(Item, T)>>, Item>(init: T, f: F) -> Adapted<Item> {}
    pub fn poll_fn<T, F: FnMut(&mut std::task::Context<'_>) -> std::task::Poll<Option<T>>>(f: F) -> Adapted<T> {}

    pub struct FuturesUnordered<Fut> {}
    impl<Fut: Future> FuturesUnordered<Fut> {
        pub fn new() -> Self {}
        pub fn push(&self, future: Fut) {}
        pub fn len(&self) -> usize {}
        pub fn is_empty(&self) -> bool {}
    }
    impl<Fut: Future> Stream for FuturesUnordered<Fut> { type Item = Fut::Output; }
    pub struct FuturesOrdered<Fut> {}
    impl<Fut: Future> FuturesOrdered<Fut> {
        pub fn new() -> Self {}
        pub fn push_back(&mut self, future: Fut) {}
    }
    impl<Fut: Future> Stream for FuturesOrdered<Fut> { type Item = Fut::Output; }

    pub trait StreamExt: Stream {
        async fn next(&mut self) -> Option<Self::Item>;
        fn enumerate(self) -> Adapted<(usize, Self::Item)>;
        fn map<T, F: FnMut(Self::Item) -> T>(self, f: F) -> Adapted<T>;
        fn filter<Fut: Future<Output = bool>, F: FnMut(&Self::Item) -> Fut>(self, f: F) -> Adapted<Self::Item>;
        fn filter_map<Fut: Future<Output = Option<T>>, T, F: FnMut(Self::Item) -> Fut>(self, f: F) -> Adapted<T>;
        fn then<Fut: Future, F: FnMut(Self::Item) -> Fut>(self, f: F) -> Adapted<Fut::Output>;
        fn inspect<F: FnMut(&Self::Item)>(self, f: F) -> Adapted<Self::Item>;
        fn take(self, n: usize) -> Adapted<Self::Item>;
        fn skip(self, n: usize) -> Adapted<Self::Item>;
        fn chain<St: Stream>(self, other: St) -> Adapted<Self::Item>;
        fn chunks(self, capacity: usize) -> Adapted<Vec<Self::Item>>;
        fn fuse(self) -> Adapted<Self::Item>;
        fn boxed<'a>(self) -> BoxStream<'a, Self::Item>;
        fn buffered(self, n: usize) -> Adapted<<Self::Item as Future>::Output>;
        fn buffer_unordered(self, n: usize) -> Adapted<<Self::Item as Future>::Output>;
        async fn collect<C>(self) -> C;
        async fn concat(self) -> Self::Item;
        async fn count(self) -> usize;
        async fn fold<T, Fut: Future<Output = T>, F: FnMut(T, Self::Item) -> Fut>(self, init: T, f: F) -> T;
        async fn for_each<Fut: Future<Output = ()>, F: FnMut(Self::Item) -> Fut>(self, f: F);
        async fn for_each_concurrent<Fut: Future<Output = ()>, F: FnMut(Self::Item) -> Fut>(self, limit: Option<usize>, f: F);
    }
    impl<T: ?Sized + Stream> StreamExt for T {}

    pub trait TryStreamExt: TryStream {
        async fn try_next(&mut self) -> Result<Option<Self::Ok>, Self::Error>;
        async fn try_collect<C>(self) -> Result<C, Self::Error>;
        async fn try_for_each<Fut: Future, F: FnMut(Self::Ok) -> Fut>(self, f: F) -> Result<(), Self::Error>;
        async fn try_for_each_concurrent<Fut: Future, F: FnMut(Self::Ok) -> Fut>(self, limit: Option<usize>, f: F) -> Result<(), Self::Error>;
        async fn try_fold<T, Fut: Future, F: FnMut(T, Self::Ok) -> Fut>(self, init: T, f: F) -> Result<T, Self::Error>;
        async fn try_concat(self) -> Result<Self::Ok, Self::Error>;
        fn map_ok<T, F: FnMut(Self::Ok) -> T>(self, f: F) -> Adapted<Result<T, Self::Error>>;
        fn map_err<E, F: FnMut(Self::Error) -> E>(self, f: F) -> Adapted<Result<Self::Ok, E>>;
        fn and_then<T, Fut: Future<Output = Result<T, Self::Error>>, F: FnMut(Self::Ok) -> Fut>(self, f: F) -> Adapted<Result<T, Self::Error>>;
        fn try_filter_map<T, Fut: Future<Output = Result<Option<T>, Self::Error>>, F: FnMut(Self::Ok) -> Fut>(self, f: F) -> Adapted<Result<T, Self::Error>>;
    }
    impl<S: ?Sized + TryStream> TryStreamExt for S {}
}

pub mod sink {
    pub trait Sink<Item> {
        type Error;
    }
    pub trait SinkExt<Item>: Sink<Item> {
        async fn send(&mut self, item: Item) -> Result<(), Self::Error>;
        async fn feed(&mut self, item: Item) -> Result<(), Self::Error>;
        async fn flush(&mut self) -> Result<(), Self::Error>;
        async fn close(&mut self) -> Result<(), Self::Error>;
    }
    impl<T: ?Sized + Sink<Item>, Item> SinkExt<Item> for T {}
}

pub mod io {
    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    pub trait AsyncRead {
        fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut [u8]) -> Poll<io::Result<usize>>;
    }
    pub trait AsyncWrite {
        fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>>;
        fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
        fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
    }
    pub trait AsyncBufRead: AsyncRead {
        fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>>;
        fn consume(self: Pin<&mut Self>, amt: usize);
    }
    pub trait AsyncReadExt: AsyncRead {
        async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
        async fn read_exact(&mut self, buf: &mut [u8]) -> io::Result<()>;
        async fn read_to_end(&mut self, buf: &mut Vec<u8>) -> io::Result<usize>;
        async fn read_to_string(&mut self, buf: &mut String) -> io::Result<usize>;
    }
    impl<R: AsyncRead + ?Sized> AsyncReadExt for R {}
    pub trait AsyncWriteExt: AsyncWrite {
        async fn write(&mut self, buf: &[u8]) -> io::Result<usize>;
        async fn write_all(&mut self, buf: &[u8]) -> io::Result<()>;
        async fn flush(&mut self) -> io::Result<()>;
        async fn close(&mut self) -> io::Result<()>;
    }
    impl<W: AsyncWrite + ?Sized> AsyncWriteExt for W {}
    pub trait AsyncBufReadExt: AsyncBufRead {
        async fn read_line(&mut self, buf: &mut String) -> io::Result<usize>;
        async fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> io::Result<usize>;
        fn lines(self) -> crate::stream::Adapted<io::Result<String>>;
    }
    impl<R: AsyncBufRead + ?Sized> AsyncBufReadExt for R {}
    pub async fn copy<R, W: ?Sized>(reader: R, writer: &mut W) -> io::Result<u64> {}

    pub struct AllowStdIo<T> {}
    impl<T> AllowStdIo<T> {
        pub fn new(io: T) -> Self {}
        pub fn get_ref(&self) -> &T {}
        pub fn get_mut(&mut self) -> &mut T {}
        pub fn into_inner(self) -> T {}
    }
    impl<T: io::Read> AsyncRead for AllowStdIo<T> {}
    impl<T: io::Write> AsyncWrite for AllowStdIo<T> {}
    impl<T: io::BufRead> AsyncBufRead for AllowStdIo<T> {}
}

pub mod channel {
    pub mod oneshot {
        pub fn channel<T>() -> (Sender<T>, Receiver<T>) {}
        pub struct Sender<T> {}
        impl<T> Sender<T> {
            pub fn send(self, t: T) -> Result<(), T> {}
        }
        pub struct Receiver<T> {}
        impl<T> std::future::Future for Receiver<T> { type Output = Result<T, Canceled>; }
        pub struct Canceled;
    }
    pub mod mpsc {
        pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {}
        pub fn unbounded<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {}
        pub struct Sender<T> {}
        impl<T> Sender<T> {
            pub fn try_send(&mut self, msg: T) -> Result<(), TrySendError<T>> {}
        }
        impl<T> Clone for Sender<T> {}
        impl<T> crate::sink::Sink<T> for Sender<T> { type Error = SendError; }
        pub struct Receiver<T> {}
        impl<T> crate::stream::Stream for Receiver<T> { type Item = T; }
        pub struct UnboundedSender<T> {}
        impl<T> UnboundedSender<T> {
            pub fn unbounded_send(&self, msg: T) -> Result<(), TrySendError<T>> {}
        }
        impl<T> Clone for UnboundedSender<T> {}
        pub struct UnboundedReceiver<T> {}
        impl<T> crate::stream::Stream for UnboundedReceiver<T> { type Item = T; }
        pub struct SendError {}
        pub struct TrySendError<T> {}
    }
}

pub mod lock {
    use std::ops::{Deref, DerefMut};

    pub struct Mutex<T: ?Sized> {}
    impl<T> Mutex<T> {
        pub fn new(t: T) -> Self {}
        pub async fn lock(&self) -> MutexGuard<'_, T> {}
        pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {}
    }
    pub struct MutexGuard<'a, T: ?Sized> {}
    impl<'a, T: ?Sized> Deref for MutexGuard<'a, T> { type Target = T; }
    impl<'a, T: ?Sized> DerefMut for MutexGuard<'a, T> {}
}
