//! `redis`. The command traits are made by a macro in the crate, so that its source does not show them. The parameters' bounds are
//! left out.

use std::future::Future;
use std::num::NonZeroUsize;
use std::time::Duration;

pub type RedisResult<T> = Result<T, RedisError>;
pub struct RedisError {}
impl std::error::Error for RedisError {}
pub struct RedisFuture<'a, T> {}
impl<'a, T> Future for RedisFuture<'a, T> { type Output = RedisResult<T>; }
pub enum Value { Nil, Int(i64), Okay }

pub trait IntoConnectionInfo {}
pub trait ToRedisArgs {}
pub trait FromRedisValue {}

pub struct Client {}

impl Client {
    pub fn open<T>(params: T) -> RedisResult<Client> {}
    pub fn get_connection(&self) -> RedisResult<Connection> {}
    pub fn get_connection_with_timeout(&self, timeout: Duration) -> RedisResult<Connection> {}
    pub async fn get_multiplexed_async_connection(&self) -> RedisResult<aio::MultiplexedConnection> {}
    pub async fn get_multiplexed_tokio_connection(&self) -> RedisResult<aio::MultiplexedConnection> {}
    pub async fn get_connection_manager(&self) -> RedisResult<aio::ConnectionManager> {}
    pub async fn get_async_pubsub(&self) -> RedisResult<aio::PubSub> {}
}
impl Clone for Client {}
impl ConnectionLike for Client {}

pub trait ConnectionLike {
    fn req_packed_command(&mut self, cmd: &[u8]) -> RedisResult<Value>;
    fn req_packed_commands(&mut self, cmd: &[u8], offset: usize, count: usize) -> RedisResult<Vec<Value>>;
    fn req_command(&mut self, cmd: &Cmd) -> RedisResult<Value>;
    fn get_db(&self) -> i64;
    fn check_connection(&mut self) -> bool;
    fn is_open(&self) -> bool;
}
impl<C: ConnectionLike> ConnectionLike for &mut C {}

pub struct Connection {}

impl Connection {
    pub fn recv_response(&mut self) -> RedisResult<Value> {}
    pub fn set_read_timeout(&self, dur: Option<Duration>) -> RedisResult<()> {}
    pub fn set_write_timeout(&self, dur: Option<Duration>) -> RedisResult<()> {}
    pub fn as_pubsub(&mut self) -> PubSub<'_> {}
}
impl ConnectionLike for Connection {}

pub struct PubSub<'a> {}

impl<'a> PubSub<'a> {
    pub fn subscribe<T>(&mut self, channel: T) -> RedisResult<()> {}
    pub fn psubscribe<T>(&mut self, pchannel: T) -> RedisResult<()> {}
    pub fn unsubscribe<T>(&mut self, channel: T) -> RedisResult<()> {}
    pub fn punsubscribe<T>(&mut self, pchannel: T) -> RedisResult<()> {}
    pub fn get_message(&mut self) -> RedisResult<Msg> {}
    pub fn set_read_timeout(&self, dur: Option<Duration>) -> RedisResult<()> {}
}

pub struct Msg {}
impl Msg {
    pub fn get_payload<T>(&self) -> RedisResult<T> {}
    pub fn get_channel_name(&self) -> &str {}
}

pub fn cmd(name: &str) -> Cmd {}
pub fn pipe() -> Pipeline {}

pub struct Cmd {}

impl Cmd {
    pub fn new() -> Cmd {}
    pub fn arg<T>(&mut self, arg: T) -> &mut Cmd {}
    pub fn query<T>(&self, con: &mut dyn ConnectionLike) -> RedisResult<T> {}
    pub fn exec(&self, con: &mut dyn ConnectionLike) -> RedisResult<()> {}
    pub fn execute(&self, con: &mut dyn ConnectionLike) {}
    pub async fn query_async<T>(&self, con: &mut impl aio::ConnectionLike) -> RedisResult<T> {}
    pub async fn exec_async(&self, con: &mut impl aio::ConnectionLike) -> RedisResult<()> {}
}

pub struct Pipeline {}

impl Pipeline {
    pub fn new() -> Pipeline {}
    pub fn cmd(&mut self, name: &str) -> &mut Self {}
    pub fn arg<T>(&mut self, arg: T) -> &mut Self {}
    pub fn ignore(&mut self) -> &mut Self {}
    pub fn atomic(&mut self) -> &mut Self {}
    pub fn set<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn get<K>(&mut self, key: K) -> &mut Self {}
    pub fn del<K>(&mut self, key: K) -> &mut Self {}
    pub fn incr<K, V>(&mut self, key: K, delta: V) -> &mut Self {}
    pub fn expire<K>(&mut self, key: K, seconds: i64) -> &mut Self {}
    pub fn query<T>(&self, con: &mut dyn ConnectionLike) -> RedisResult<T> {}
    pub fn exec(&self, con: &mut dyn ConnectionLike) -> RedisResult<()> {}
    pub fn execute(&self, con: &mut dyn ConnectionLike) {}
    pub async fn query_async<T>(&self, con: &mut impl aio::ConnectionLike) -> RedisResult<T> {}
    pub async fn exec_async(&self, con: &mut impl aio::ConnectionLike) -> RedisResult<()> {}
}

pub struct Script {}
impl Script {
    pub fn new(code: &str) -> Script {}
    pub fn key<T>(&self, key: T) -> ScriptInvocation<'_> {}
    pub fn arg<T>(&self, arg: T) -> ScriptInvocation<'_> {}
    pub fn invoke<T>(&self, con: &mut dyn ConnectionLike) -> RedisResult<T> {}
}
pub struct ScriptInvocation<'a> {}
impl<'a> ScriptInvocation<'a> {
    pub fn key<T>(&mut self, key: T) -> &mut ScriptInvocation<'a> {}
    pub fn arg<T>(&mut self, arg: T) -> &mut ScriptInvocation<'a> {}
    pub fn invoke<T>(&self, con: &mut dyn ConnectionLike) -> RedisResult<T> {}
    pub async fn invoke_async<T>(&self, con: &mut impl aio::ConnectionLike) -> RedisResult<T> {}
}

pub mod aio {
    pub trait ConnectionLike {
        fn get_db(&self) -> i64;
    }
    pub struct MultiplexedConnection {}
    impl ConnectionLike for MultiplexedConnection {}
    impl Clone for MultiplexedConnection {}
    pub struct ConnectionManager {}
    impl ConnectionLike for ConnectionManager {}
    impl Clone for ConnectionManager {}
    pub struct PubSub {}
    impl PubSub {
        pub async fn subscribe(&mut self, channel_name: impl crate::ToRedisArgs) -> crate::RedisResult<()> {}
        pub async fn psubscribe(&mut self, channel_pattern: impl crate::ToRedisArgs) -> crate::RedisResult<()> {}
    }
}

pub struct Iter<'a, T> {}
impl<'a, T> Iterator for Iter<'a, T> { type Item = T; }

pub trait Commands: ConnectionLike {
    fn scan<RV>(&mut self) -> RedisResult<Iter<'_, RV>>;
    fn scan_match<P, RV>(&mut self, pattern: P) -> RedisResult<Iter<'_, RV>>;
    fn hscan<K, RV>(&mut self, key: K) -> RedisResult<Iter<'_, RV>>;
    fn sscan<K, RV>(&mut self, key: K) -> RedisResult<Iter<'_, RV>>;
    fn zscan<K, RV>(&mut self, key: K) -> RedisResult<Iter<'_, RV>>;
    fn acl_cat<RV>(&mut self) -> RedisResult<RV>;
    fn acl_cat_categoryname<K, RV>(&mut self, categoryname: K) -> RedisResult<RV>;
    fn acl_deluser<K, RV>(&mut self, usernames: &[K]) -> RedisResult<RV>;
    fn acl_dryrun<K, C, A, RV>(&mut self, username: K, command: C, args: A) -> RedisResult<RV>;
    fn acl_genpass<RV>(&mut self) -> RedisResult<RV>;
    fn acl_genpass_bits<RV>(&mut self, bits: isize) -> RedisResult<RV>;
    fn acl_getuser<K, RV>(&mut self, username: K) -> RedisResult<RV>;
    fn acl_help<RV>(&mut self) -> RedisResult<RV>;
    fn acl_list<RV>(&mut self) -> RedisResult<RV>;
    fn acl_load<RV>(&mut self) -> RedisResult<RV>;
    fn acl_log<RV>(&mut self, count: isize) -> RedisResult<RV>;
    fn acl_log_reset<RV>(&mut self) -> RedisResult<RV>;
    fn acl_save<RV>(&mut self) -> RedisResult<RV>;
    fn acl_setuser<K, RV>(&mut self, username: K) -> RedisResult<RV>;
    fn acl_setuser_rules<K, RV>(&mut self, username: K, rules: &[acl::Rule]) -> RedisResult<RV>;
    fn acl_users<RV>(&mut self) -> RedisResult<RV>;
    fn acl_whoami<RV>(&mut self) -> RedisResult<RV>;
    fn append<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn bf_add<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn bf_card<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn bf_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn bf_info<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn bf_info_type<K, RV>(&mut self, key: K, info_type: crate::bloom::BloomFilterInfoType) -> RedisResult<RV>;
    fn bf_insert<K, V, RV>(&mut self, key: K, items: V) -> RedisResult<RV>;
    fn bf_insert_options<K, V, RV>(&mut self, key: K, items: V, options: crate::bloom::BloomFilterInsertOptions) -> RedisResult<RV>;
    fn bf_loadchunk<K, RV>(&mut self, key: K, chunk: crate::bloom::BloomFilterDumpChunk) -> RedisResult<RV>;
    fn bf_madd<K, V, RV>(&mut self, key: K, items: V) -> RedisResult<RV>;
    fn bf_mexists<K, V, RV>(&mut self, key: K, items: &[V]) -> RedisResult<RV>;
    fn bf_reserve<K, RV>(&mut self, key: K, err_rate: f64, capacity: usize) -> RedisResult<RV>;
    fn bf_reserve_options<K, E, C, RV>(&mut self, key: K, err_rate: E, capacity: C, options: crate::bloom::BloomFilterScalingOptions) -> RedisResult<RV>;
    fn bf_scandump<K, RV>(&mut self, key: K, iterator: i64) -> RedisResult<RV>;
    fn bit_and<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn bit_and_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn bit_diff<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn bit_diff1<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn bit_not<D, S, RV>(&mut self, dstkey: D, srckey: S) -> RedisResult<RV>;
    fn bit_one<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn bit_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn bit_xor<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn bitcount<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn bitcount_range<K, RV>(&mut self, key: K, start: usize, end: usize) -> RedisResult<RV>;
    fn blmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction, timeout: f64) -> RedisResult<RV>;
    fn blmpop<K, RV>(&mut self, timeout: f64, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisResult<RV>;
    fn blpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV>;
    fn brpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV>;
    fn brpoplpush<S, D, RV>(&mut self, srckey: S, dstkey: D, timeout: f64) -> RedisResult<RV>;
    fn bzmpop_max<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisResult<RV>;
    fn bzmpop_min<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisResult<RV>;
    fn bzpopmax<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV>;
    fn bzpopmin<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV>;
    fn client_getname<RV>(&mut self) -> RedisResult<RV>;
    fn client_id<RV>(&mut self) -> RedisResult<RV>;
    fn client_setname<K, RV>(&mut self, connection_name: K) -> RedisResult<RV>;
    fn copy<KSrc, KDst, Db, RV>(&mut self, source: KSrc, destination: KDst, options: CopyOptions<Db>) -> RedisResult<RV>;
    fn decr<K, V, RV>(&mut self, key: K, delta: V) -> RedisResult<RV>;
    fn del<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn del_ex<K, RV>(&mut self, key: K, value_comparison: ValueComparison) -> RedisResult<RV>;
    fn digest<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn exists<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn expire<K, RV>(&mut self, key: K, seconds: i64) -> RedisResult<RV>;
    fn expire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisResult<RV>;
    fn expire_time<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn flushall<RV>(&mut self) -> RedisResult<RV>;
    fn flushall_options<RV>(&mut self, options: &FlushAllOptions) -> RedisResult<RV>;
    fn flushdb<RV>(&mut self) -> RedisResult<RV>;
    fn flushdb_options<RV>(&mut self, options: &FlushDbOptions) -> RedisResult<RV>;
    fn ft_create<K, RV>(&mut self, index_name: K, options: &CreateOptions, schema: &SearchSchema) -> RedisResult<RV>;
    fn geo_add<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV>;
    fn geo_dist<K, M1, M2, RV>(&mut self, key: K, member1: M1, member2: M2, unit: geo::Unit) -> RedisResult<RV>;
    fn geo_hash<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV>;
    fn geo_pos<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV>;
    fn geo_radius<K, RV>(&mut self, key: K, longitude: f64, latitude: f64, radius: f64, unit: geo::Unit, options: geo::RadiusOptions) -> RedisResult<RV>;
    fn geo_radius_by_member<K, M, RV>(&mut self, key: K, member: M, radius: f64, unit: geo::Unit, options: geo::RadiusOptions) -> RedisResult<RV>;
    fn get<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn get_del<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn get_ex<K, RV>(&mut self, key: K, expire_at: Expiry) -> RedisResult<RV>;
    fn getbit<K, RV>(&mut self, key: K, offset: usize) -> RedisResult<RV>;
    fn getrange<K, RV>(&mut self, key: K, from: isize, to: isize) -> RedisResult<RV>;
    fn getset<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn hdel<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV>;
    fn hexists<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV>;
    fn hexpire<K, F, RV>(&mut self, key: K, seconds: i64, opt: ExpireOption, fields: F) -> RedisResult<RV>;
    fn hexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisResult<RV>;
    fn hexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV>;
    fn hget<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV>;
    fn hget_del<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV>;
    fn hget_ex<K, F, RV>(&mut self, key: K, fields: F, expire_at: Expiry) -> RedisResult<RV>;
    fn hgetall<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn hincr<K, F, D, RV>(&mut self, key: K, field: F, delta: D) -> RedisResult<RV>;
    fn hkeys<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn hlen<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn hmget<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV>;
    fn hotkeys_get<RV>(&mut self) -> RedisResult<RV>;
    fn hotkeys_reset<RV>(&mut self) -> RedisResult<RV>;
    fn hotkeys_start<RV>(&mut self, opts: hotkeys::HotkeysOptions) -> RedisResult<RV>;
    fn hotkeys_stop<RV>(&mut self) -> RedisResult<RV>;
    fn hpersist<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV>;
    fn hpexpire<K, F, RV>(&mut self, key: K, milliseconds: i64, opt: ExpireOption, fields: F) -> RedisResult<RV>;
    fn hpexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisResult<RV>;
    fn hpexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV>;
    fn hpttl<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV>;
    fn hset<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisResult<RV>;
    fn hset_ex<K, F, V, RV>(&mut self, key: K, hash_field_expiration_options: &HashFieldExpirationOptions, fields_values: &[(F, V)]) -> RedisResult<RV>;
    fn hset_multiple<K, F, V, RV>(&mut self, key: K, items: &[(F, V)]) -> RedisResult<RV>;
    fn hset_nx<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisResult<RV>;
    fn httl<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV>;
    fn hvals<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn incr<K, V, RV>(&mut self, key: K, delta: V) -> RedisResult<RV>;
    fn increx<K, V, RV>(&mut self, key: K, increment: V, options: IncrexOptions<V>) -> RedisResult<RV>;
    fn invoke_script<RV>(&mut self, invocation: &crate::ScriptInvocation<'a>) -> RedisResult<RV>;
    fn json_arr_append<K, P, V, RV>(&mut self, key: K, path: P, value: &V) -> RedisResult<RV>;
    fn json_arr_index<K, P, V, RV>(&mut self, key: K, path: P, value: &V) -> RedisResult<RV>;
    fn json_arr_index_ss<K, P, V, RV>(&mut self, key: K, path: P, value: &V, start: &isize, stop: &isize) -> RedisResult<RV>;
    fn json_arr_insert<K, P, V, RV>(&mut self, key: K, path: P, index: i64, value: &V) -> RedisResult<RV>;
    fn json_arr_len<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_arr_pop<K, P, RV>(&mut self, key: K, path: P, index: i64) -> RedisResult<RV>;
    fn json_arr_trim<K, P, RV>(&mut self, key: K, path: P, start: i64, stop: i64) -> RedisResult<RV>;
    fn json_clear<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_del<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_get<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_mget<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_mset<K, P, V, RV>(&mut self, key_path_values: &[(K,P,V)]) -> RedisResult<RV>;
    fn json_num_incr_by<K, P, RV>(&mut self, key: K, path: P, value: i64) -> RedisResult<RV>;
    fn json_obj_keys<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_obj_len<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_set<K, P, V, RV>(&mut self, key: K, path: P, value: &V) -> RedisResult<RV>;
    fn json_set_options<K, P, V, RV>(&mut self, key: K, path: P, value: &V, options: &crate::json::JsonSetOptions) -> RedisResult<RV>;
    fn json_str_append<K, P, V, RV>(&mut self, key: K, path: P, value: V) -> RedisResult<RV>;
    fn json_str_len<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_toggle<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn json_type<K, P, RV>(&mut self, key: K, path: P) -> RedisResult<RV>;
    fn key_type<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn keys<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn lindex<K, RV>(&mut self, key: K, index: isize) -> RedisResult<RV>;
    fn linsert_after<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisResult<RV>;
    fn linsert_before<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisResult<RV>;
    fn llen<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn lmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction) -> RedisResult<RV>;
    fn lmpop<K, RV>(&mut self, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisResult<RV>;
    fn load_script<RV>(&mut self, script: &crate::Script) -> RedisResult<RV>;
    fn lpop<K, RV>(&mut self, key: K, count: Option<core::num::NonZeroUsize>) -> RedisResult<RV>;
    fn lpos<K, V, RV>(&mut self, key: K, value: V, options: LposOptions) -> RedisResult<RV>;
    fn lpush<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn lpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn lrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV>;
    fn lrem<K, V, RV>(&mut self, key: K, count: isize, value: V) -> RedisResult<RV>;
    fn lset<K, V, RV>(&mut self, key: K, index: isize, value: V) -> RedisResult<RV>;
    fn ltrim<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV>;
    fn mget<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn mset<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisResult<RV>;
    fn mset_ex<K, V, RV>(&mut self, items: &[(K, V)], options: MSetOptions) -> RedisResult<RV>;
    fn mset_nx<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisResult<RV>;
    fn object_encoding<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn object_freq<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn object_idletime<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn object_refcount<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn persist<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn pexpire<K, RV>(&mut self, key: K, ms: i64) -> RedisResult<RV>;
    fn pexpire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisResult<RV>;
    fn pexpire_time<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn pfadd<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV>;
    fn pfcount<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn pfmerge<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV>;
    fn ping<RV>(&mut self) -> RedisResult<RV>;
    fn ping_message<K, RV>(&mut self, message: K) -> RedisResult<RV>;
    fn pset_ex<K, V, RV>(&mut self, key: K, value: V, milliseconds: u64) -> RedisResult<RV>;
    fn pttl<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn publish<K, E, RV>(&mut self, channel: K, message: E) -> RedisResult<RV>;
    fn rename<K, N, RV>(&mut self, key: K, new_key: N) -> RedisResult<RV>;
    fn rename_nx<K, N, RV>(&mut self, key: K, new_key: N) -> RedisResult<RV>;
    fn rpop<K, RV>(&mut self, key: K, count: Option<core::num::NonZeroUsize>) -> RedisResult<RV>;
    fn rpoplpush<K, D, RV>(&mut self, key: K, dstkey: D) -> RedisResult<RV>;
    fn rpush<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn rpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn sadd<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV>;
    fn scard<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn sdiff<K, RV>(&mut self, keys: K) -> RedisResult<RV>;
    fn sdiffstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn set<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn set_ex<K, V, RV>(&mut self, key: K, value: V, seconds: u64) -> RedisResult<RV>;
    fn set_multiple<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisResult<RV>;
    fn set_nx<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV>;
    fn set_options<K, V, RV>(&mut self, key: K, value: V, options: SetOptions) -> RedisResult<RV>;
    fn setbit<K, RV>(&mut self, key: K, offset: usize, value: bool) -> RedisResult<RV>;
    fn setrange<K, V, RV>(&mut self, key: K, offset: isize, value: V) -> RedisResult<RV>;
    fn sinter<K, RV>(&mut self, keys: K) -> RedisResult<RV>;
    fn sinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn sismember<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV>;
    fn smembers<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn smismember<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV>;
    fn smove<S, D, M, RV>(&mut self, srckey: S, dstkey: D, member: M) -> RedisResult<RV>;
    fn spop<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn spublish<K, E, RV>(&mut self, channel: K, message: E) -> RedisResult<RV>;
    fn srandmember<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn srandmember_multiple<K, RV>(&mut self, key: K, count: usize) -> RedisResult<RV>;
    fn srem<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV>;
    fn strlen<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn sunion<K, RV>(&mut self, keys: K) -> RedisResult<RV>;
    fn sunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn ttl<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn unlink<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn vadd<K, E, RV>(&mut self, key: K, input: VectorAddInput<'a>, element: E) -> RedisResult<RV>;
    fn vadd_options<K, E, RV>(&mut self, key: K, input: VectorAddInput<'a>, element: E, options: &VAddOptions) -> RedisResult<RV>;
    fn vcard<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn vdelattr<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV>;
    fn vdim<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn vemb<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV>;
    fn vemb_options<K, E, RV>(&mut self, key: K, element: E, options: &VEmbOptions) -> RedisResult<RV>;
    fn vgetattr<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV>;
    fn vinfo<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn vlinks<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV>;
    fn vlinks_with_scores<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV>;
    fn vrandmember<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn vrandmember_multiple<K, RV>(&mut self, key: K, count: usize) -> RedisResult<RV>;
    fn vrem<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV>;
    fn vsetattr<K, E, J, RV>(&mut self, key: K, element: E, json_object: &J) -> RedisResult<RV>;
    fn vsim<K, RV>(&mut self, key: K, input: VectorSimilaritySearchInput<'a>) -> RedisResult<RV>;
    fn vsim_options<K, RV>(&mut self, key: K, input: VectorSimilaritySearchInput<'a>, options: &VSimOptions) -> RedisResult<RV>;
    fn xack<K, G, I, RV>(&mut self, key: K, group: G, ids: &[I]) -> RedisResult<RV>;
    fn xack_del<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: streams::StreamDeletionPolicy) -> RedisResult<RV>;
    fn xadd<K, ID, F, V, RV>(&mut self, key: K, id: ID, items: &[(F, V)]) -> RedisResult<RV>;
    fn xadd_map<K, ID, BTM, RV>(&mut self, key: K, id: ID, map: BTM) -> RedisResult<RV>;
    fn xadd_maxlen<K, ID, F, V, RV>(&mut self, key: K, maxlen: streams::StreamMaxlen, id: ID, items: &[(F, V)]) -> RedisResult<RV>;
    fn xadd_maxlen_map<K, ID, BTM, RV>(&mut self, key: K, maxlen: streams::StreamMaxlen, id: ID, map: BTM) -> RedisResult<RV>;
    fn xadd_options<K, ID, I, RV>(&mut self, key: K, id: ID, items: I, options: &streams::StreamAddOptions) -> RedisResult<RV>;
    fn xautoclaim_options<K, G, C, MIT, S, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, start: S, options: streams::StreamAutoClaimOptions) -> RedisResult<RV>;
    fn xcfgset<K, RV>(&mut self, key: K, options: &streams::StreamConfigOptions) -> RedisResult<RV>;
    fn xclaim<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID]) -> RedisResult<RV>;
    fn xclaim_options<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID], options: streams::StreamClaimOptions) -> RedisResult<RV>;
    fn xdel<K, ID, RV>(&mut self, key: K, ids: &[ID]) -> RedisResult<RV>;
    fn xdel_ex<K, ID, RV>(&mut self, key: K, ids: &[ID], options: streams::StreamDeletionPolicy) -> RedisResult<RV>;
    fn xgroup_create<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV>;
    fn xgroup_create_mkstream<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV>;
    fn xgroup_createconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisResult<RV>;
    fn xgroup_delconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisResult<RV>;
    fn xgroup_destroy<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV>;
    fn xgroup_setid<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV>;
    fn xinfo_consumers<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV>;
    fn xinfo_groups<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn xinfo_stream<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn xlen<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn xnack<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: &streams::StreamNackOptions) -> RedisResult<RV>;
    fn xpending<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV>;
    fn xpending_consumer_count<K, G, S, E, C, CN, RV>(&mut self, key: K, group: G, start: S, end: E, count: C, consumer: CN) -> RedisResult<RV>;
    fn xpending_count<K, G, S, E, C, RV>(&mut self, key: K, group: G, start: S, end: E, count: C) -> RedisResult<RV>;
    fn xrange<K, S, E, RV>(&mut self, key: K, start: S, end: E) -> RedisResult<RV>;
    fn xrange_all<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn xrange_count<K, S, E, C, RV>(&mut self, key: K, start: S, end: E, count: C) -> RedisResult<RV>;
    fn xread<K, ID, RV>(&mut self, keys: &[K], ids: &[ID]) -> RedisResult<RV>;
    fn xread_options<K, ID, RV>(&mut self, keys: &[K], ids: &[ID], options: &streams::StreamReadOptions) -> RedisResult<RV>;
    fn xrevrange<K, E, S, RV>(&mut self, key: K, end: E, start: S) -> RedisResult<RV>;
    fn xrevrange_all<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn xrevrange_count<K, E, S, C, RV>(&mut self, key: K, end: E, start: S, count: C) -> RedisResult<RV>;
    fn xtrim<K, RV>(&mut self, key: K, maxlen: streams::StreamMaxlen) -> RedisResult<RV>;
    fn xtrim_options<K, RV>(&mut self, key: K, options: &streams::StreamTrimOptions) -> RedisResult<RV>;
    fn zadd<K, S, M, RV>(&mut self, key: K, member: M, score: S) -> RedisResult<RV>;
    fn zadd_multiple<K, S, M, RV>(&mut self, key: K, items: &[(S, M)]) -> RedisResult<RV>;
    fn zadd_multiple_options<K, S, M, RV>(&mut self, key: K, items: &[(S, M)], options: &SortedSetAddOptions) -> RedisResult<RV>;
    fn zadd_options<K, S, M, RV>(&mut self, key: K, member: M, score: S, options: &SortedSetAddOptions) -> RedisResult<RV>;
    fn zcard<K, RV>(&mut self, key: K) -> RedisResult<RV>;
    fn zcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV>;
    fn zincr<K, M, D, RV>(&mut self, key: K, member: M, delta: D) -> RedisResult<RV>;
    fn zinter<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zinter_with_weights<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zinter_with_weights_withscores<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zinter_withscores<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn zinterstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn zinterstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV>;
    fn zinterstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn zinterstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV>;
    fn zinterstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV>;
    fn zinterstore_with_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zlexcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV>;
    fn zmpop_max<K, RV>(&mut self, keys: K, count: isize) -> RedisResult<RV>;
    fn zmpop_min<K, RV>(&mut self, keys: K, count: isize) -> RedisResult<RV>;
    fn zpopmax<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV>;
    fn zpopmin<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV>;
    fn zrandmember<K, RV>(&mut self, key: K, count: Option<isize>) -> RedisResult<RV>;
    fn zrandmember_withscores<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV>;
    fn zrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV>;
    fn zrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV>;
    fn zrangebylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV>;
    fn zrangebylex_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV>;
    fn zrangebyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV>;
    fn zrangebyscore_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV>;
    fn zrangebyscore_limit_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV>;
    fn zrangebyscore_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV>;
    fn zrank<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV>;
    fn zrem<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV>;
    fn zrembylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV>;
    fn zrembyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV>;
    fn zremrangebyrank<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV>;
    fn zrevrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV>;
    fn zrevrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV>;
    fn zrevrangebylex<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV>;
    fn zrevrangebylex_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV>;
    fn zrevrangebyscore<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV>;
    fn zrevrangebyscore_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV>;
    fn zrevrangebyscore_limit_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV>;
    fn zrevrangebyscore_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV>;
    fn zrevrank<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV>;
    fn zscore<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV>;
    fn zscore_multiple<K, M, RV>(&mut self, key: K, members: &[M]) -> RedisResult<RV>;
    fn zunion<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zunion_with_weights<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zunion_with_weights_withscores<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zunion_withscores<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisResult<RV>;
    fn zunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn zunionstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn zunionstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV>;
    fn zunionstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV>;
    fn zunionstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV>;
    fn zunionstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV>;
    fn zunionstore_with_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisResult<RV>;
}
impl<T: ConnectionLike> Commands for T {}

pub trait AsyncCommands: aio::ConnectionLike {
    fn acl_cat<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_cat_categoryname<K, RV>(&mut self, categoryname: K) -> RedisFuture<'_, RV>;
    fn acl_deluser<K, RV>(&mut self, usernames: &[K]) -> RedisFuture<'_, RV>;
    fn acl_dryrun<K, C, A, RV>(&mut self, username: K, command: C, args: A) -> RedisFuture<'_, RV>;
    fn acl_genpass<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_genpass_bits<RV>(&mut self, bits: isize) -> RedisFuture<'_, RV>;
    fn acl_getuser<K, RV>(&mut self, username: K) -> RedisFuture<'_, RV>;
    fn acl_help<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_list<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_load<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_log<RV>(&mut self, count: isize) -> RedisFuture<'_, RV>;
    fn acl_log_reset<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_save<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_setuser<K, RV>(&mut self, username: K) -> RedisFuture<'_, RV>;
    fn acl_setuser_rules<K, RV>(&mut self, username: K, rules: &[acl::Rule]) -> RedisFuture<'_, RV>;
    fn acl_users<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn acl_whoami<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn append<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn bf_add<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn bf_card<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn bf_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn bf_info<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn bf_info_type<K, RV>(&mut self, key: K, info_type: crate::bloom::BloomFilterInfoType) -> RedisFuture<'_, RV>;
    fn bf_insert<K, V, RV>(&mut self, key: K, items: V) -> RedisFuture<'_, RV>;
    fn bf_insert_options<K, V, RV>(&mut self, key: K, items: V, options: crate::bloom::BloomFilterInsertOptions) -> RedisFuture<'_, RV>;
    fn bf_loadchunk<K, RV>(&mut self, key: K, chunk: crate::bloom::BloomFilterDumpChunk) -> RedisFuture<'_, RV>;
    fn bf_madd<K, V, RV>(&mut self, key: K, items: V) -> RedisFuture<'_, RV>;
    fn bf_mexists<K, V, RV>(&mut self, key: K, items: &[V]) -> RedisFuture<'_, RV>;
    fn bf_reserve<K, RV>(&mut self, key: K, err_rate: f64, capacity: usize) -> RedisFuture<'_, RV>;
    fn bf_reserve_options<K, E, C, RV>(&mut self, key: K, err_rate: E, capacity: C, options: crate::bloom::BloomFilterScalingOptions) -> RedisFuture<'_, RV>;
    fn bf_scandump<K, RV>(&mut self, key: K, iterator: i64) -> RedisFuture<'_, RV>;
    fn bit_and<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn bit_and_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn bit_diff<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn bit_diff1<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn bit_not<D, S, RV>(&mut self, dstkey: D, srckey: S) -> RedisFuture<'_, RV>;
    fn bit_one<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn bit_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn bit_xor<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn bitcount<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn bitcount_range<K, RV>(&mut self, key: K, start: usize, end: usize) -> RedisFuture<'_, RV>;
    fn blmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction, timeout: f64) -> RedisFuture<'_, RV>;
    fn blmpop<K, RV>(&mut self, timeout: f64, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisFuture<'_, RV>;
    fn blpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisFuture<'_, RV>;
    fn brpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisFuture<'_, RV>;
    fn brpoplpush<S, D, RV>(&mut self, srckey: S, dstkey: D, timeout: f64) -> RedisFuture<'_, RV>;
    fn bzmpop_max<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisFuture<'_, RV>;
    fn bzmpop_min<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisFuture<'_, RV>;
    fn bzpopmax<K, RV>(&mut self, key: K, timeout: f64) -> RedisFuture<'_, RV>;
    fn bzpopmin<K, RV>(&mut self, key: K, timeout: f64) -> RedisFuture<'_, RV>;
    fn client_getname<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn client_id<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn client_setname<K, RV>(&mut self, connection_name: K) -> RedisFuture<'_, RV>;
    fn copy<KSrc, KDst, Db, RV>(&mut self, source: KSrc, destination: KDst, options: CopyOptions<Db>) -> RedisFuture<'_, RV>;
    fn decr<K, V, RV>(&mut self, key: K, delta: V) -> RedisFuture<'_, RV>;
    fn del<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn del_ex<K, RV>(&mut self, key: K, value_comparison: ValueComparison) -> RedisFuture<'_, RV>;
    fn digest<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn exists<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn expire<K, RV>(&mut self, key: K, seconds: i64) -> RedisFuture<'_, RV>;
    fn expire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisFuture<'_, RV>;
    fn expire_time<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn flushall<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn flushall_options<RV>(&mut self, options: &FlushAllOptions) -> RedisFuture<'_, RV>;
    fn flushdb<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn flushdb_options<RV>(&mut self, options: &FlushDbOptions) -> RedisFuture<'_, RV>;
    fn ft_create<K, RV>(&mut self, index_name: K, options: &CreateOptions, schema: &SearchSchema) -> RedisFuture<'_, RV>;
    fn geo_add<K, M, RV>(&mut self, key: K, members: M) -> RedisFuture<'_, RV>;
    fn geo_dist<K, M1, M2, RV>(&mut self, key: K, member1: M1, member2: M2, unit: geo::Unit) -> RedisFuture<'_, RV>;
    fn geo_hash<K, M, RV>(&mut self, key: K, members: M) -> RedisFuture<'_, RV>;
    fn geo_pos<K, M, RV>(&mut self, key: K, members: M) -> RedisFuture<'_, RV>;
    fn geo_radius<K, RV>(&mut self, key: K, longitude: f64, latitude: f64, radius: f64, unit: geo::Unit, options: geo::RadiusOptions) -> RedisFuture<'_, RV>;
    fn geo_radius_by_member<K, M, RV>(&mut self, key: K, member: M, radius: f64, unit: geo::Unit, options: geo::RadiusOptions) -> RedisFuture<'_, RV>;
    fn get<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn get_del<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn get_ex<K, RV>(&mut self, key: K, expire_at: Expiry) -> RedisFuture<'_, RV>;
    fn getbit<K, RV>(&mut self, key: K, offset: usize) -> RedisFuture<'_, RV>;
    fn getrange<K, RV>(&mut self, key: K, from: isize, to: isize) -> RedisFuture<'_, RV>;
    fn getset<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn hdel<K, F, RV>(&mut self, key: K, field: F) -> RedisFuture<'_, RV>;
    fn hexists<K, F, RV>(&mut self, key: K, field: F) -> RedisFuture<'_, RV>;
    fn hexpire<K, F, RV>(&mut self, key: K, seconds: i64, opt: ExpireOption, fields: F) -> RedisFuture<'_, RV>;
    fn hexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisFuture<'_, RV>;
    fn hexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisFuture<'_, RV>;
    fn hget<K, F, RV>(&mut self, key: K, field: F) -> RedisFuture<'_, RV>;
    fn hget_del<K, F, RV>(&mut self, key: K, fields: F) -> RedisFuture<'_, RV>;
    fn hget_ex<K, F, RV>(&mut self, key: K, fields: F, expire_at: Expiry) -> RedisFuture<'_, RV>;
    fn hgetall<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn hincr<K, F, D, RV>(&mut self, key: K, field: F, delta: D) -> RedisFuture<'_, RV>;
    fn hkeys<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn hlen<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn hmget<K, F, RV>(&mut self, key: K, fields: F) -> RedisFuture<'_, RV>;
    fn hotkeys_get<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn hotkeys_reset<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn hotkeys_start<RV>(&mut self, opts: hotkeys::HotkeysOptions) -> RedisFuture<'_, RV>;
    fn hotkeys_stop<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn hpersist<K, F, RV>(&mut self, key: K, fields: F) -> RedisFuture<'_, RV>;
    fn hpexpire<K, F, RV>(&mut self, key: K, milliseconds: i64, opt: ExpireOption, fields: F) -> RedisFuture<'_, RV>;
    fn hpexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisFuture<'_, RV>;
    fn hpexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisFuture<'_, RV>;
    fn hpttl<K, F, RV>(&mut self, key: K, fields: F) -> RedisFuture<'_, RV>;
    fn hset<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisFuture<'_, RV>;
    fn hset_ex<K, F, V, RV>(&mut self, key: K, hash_field_expiration_options: &HashFieldExpirationOptions, fields_values: &[(F, V)]) -> RedisFuture<'_, RV>;
    fn hset_multiple<K, F, V, RV>(&mut self, key: K, items: &[(F, V)]) -> RedisFuture<'_, RV>;
    fn hset_nx<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisFuture<'_, RV>;
    fn httl<K, F, RV>(&mut self, key: K, fields: F) -> RedisFuture<'_, RV>;
    fn hvals<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn incr<K, V, RV>(&mut self, key: K, delta: V) -> RedisFuture<'_, RV>;
    fn increx<K, V, RV>(&mut self, key: K, increment: V, options: IncrexOptions<V>) -> RedisFuture<'_, RV>;
    fn invoke_script<RV>(&mut self, invocation: &crate::ScriptInvocation<'a>) -> RedisFuture<'_, RV>;
    fn json_arr_append<K, P, V, RV>(&mut self, key: K, path: P, value: &V) -> RedisFuture<'_, RV>;
    fn json_arr_index<K, P, V, RV>(&mut self, key: K, path: P, value: &V) -> RedisFuture<'_, RV>;
    fn json_arr_index_ss<K, P, V, RV>(&mut self, key: K, path: P, value: &V, start: &isize, stop: &isize) -> RedisFuture<'_, RV>;
    fn json_arr_insert<K, P, V, RV>(&mut self, key: K, path: P, index: i64, value: &V) -> RedisFuture<'_, RV>;
    fn json_arr_len<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_arr_pop<K, P, RV>(&mut self, key: K, path: P, index: i64) -> RedisFuture<'_, RV>;
    fn json_arr_trim<K, P, RV>(&mut self, key: K, path: P, start: i64, stop: i64) -> RedisFuture<'_, RV>;
    fn json_clear<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_del<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_get<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_mget<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_mset<K, P, V, RV>(&mut self, key_path_values: &[(K,P,V)]) -> RedisFuture<'_, RV>;
    fn json_num_incr_by<K, P, RV>(&mut self, key: K, path: P, value: i64) -> RedisFuture<'_, RV>;
    fn json_obj_keys<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_obj_len<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_set<K, P, V, RV>(&mut self, key: K, path: P, value: &V) -> RedisFuture<'_, RV>;
    fn json_set_options<K, P, V, RV>(&mut self, key: K, path: P, value: &V, options: &crate::json::JsonSetOptions) -> RedisFuture<'_, RV>;
    fn json_str_append<K, P, V, RV>(&mut self, key: K, path: P, value: V) -> RedisFuture<'_, RV>;
    fn json_str_len<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_toggle<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn json_type<K, P, RV>(&mut self, key: K, path: P) -> RedisFuture<'_, RV>;
    fn key_type<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn keys<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn lindex<K, RV>(&mut self, key: K, index: isize) -> RedisFuture<'_, RV>;
    fn linsert_after<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisFuture<'_, RV>;
    fn linsert_before<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisFuture<'_, RV>;
    fn llen<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn lmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction) -> RedisFuture<'_, RV>;
    fn lmpop<K, RV>(&mut self, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisFuture<'_, RV>;
    fn load_script<RV>(&mut self, script: &crate::Script) -> RedisFuture<'_, RV>;
    fn lpop<K, RV>(&mut self, key: K, count: Option<core::num::NonZeroUsize>) -> RedisFuture<'_, RV>;
    fn lpos<K, V, RV>(&mut self, key: K, value: V, options: LposOptions) -> RedisFuture<'_, RV>;
    fn lpush<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn lpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn lrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisFuture<'_, RV>;
    fn lrem<K, V, RV>(&mut self, key: K, count: isize, value: V) -> RedisFuture<'_, RV>;
    fn lset<K, V, RV>(&mut self, key: K, index: isize, value: V) -> RedisFuture<'_, RV>;
    fn ltrim<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisFuture<'_, RV>;
    fn mget<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn mset<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisFuture<'_, RV>;
    fn mset_ex<K, V, RV>(&mut self, items: &[(K, V)], options: MSetOptions) -> RedisFuture<'_, RV>;
    fn mset_nx<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisFuture<'_, RV>;
    fn object_encoding<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn object_freq<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn object_idletime<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn object_refcount<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn persist<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn pexpire<K, RV>(&mut self, key: K, ms: i64) -> RedisFuture<'_, RV>;
    fn pexpire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisFuture<'_, RV>;
    fn pexpire_time<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn pfadd<K, E, RV>(&mut self, key: K, element: E) -> RedisFuture<'_, RV>;
    fn pfcount<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn pfmerge<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisFuture<'_, RV>;
    fn ping<RV>(&mut self) -> RedisFuture<'_, RV>;
    fn ping_message<K, RV>(&mut self, message: K) -> RedisFuture<'_, RV>;
    fn pset_ex<K, V, RV>(&mut self, key: K, value: V, milliseconds: u64) -> RedisFuture<'_, RV>;
    fn pttl<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn publish<K, E, RV>(&mut self, channel: K, message: E) -> RedisFuture<'_, RV>;
    fn rename<K, N, RV>(&mut self, key: K, new_key: N) -> RedisFuture<'_, RV>;
    fn rename_nx<K, N, RV>(&mut self, key: K, new_key: N) -> RedisFuture<'_, RV>;
    fn rpop<K, RV>(&mut self, key: K, count: Option<core::num::NonZeroUsize>) -> RedisFuture<'_, RV>;
    fn rpoplpush<K, D, RV>(&mut self, key: K, dstkey: D) -> RedisFuture<'_, RV>;
    fn rpush<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn rpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn sadd<K, M, RV>(&mut self, key: K, member: M) -> RedisFuture<'_, RV>;
    fn scard<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn sdiff<K, RV>(&mut self, keys: K) -> RedisFuture<'_, RV>;
    fn sdiffstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn set<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn set_ex<K, V, RV>(&mut self, key: K, value: V, seconds: u64) -> RedisFuture<'_, RV>;
    fn set_multiple<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisFuture<'_, RV>;
    fn set_nx<K, V, RV>(&mut self, key: K, value: V) -> RedisFuture<'_, RV>;
    fn set_options<K, V, RV>(&mut self, key: K, value: V, options: SetOptions) -> RedisFuture<'_, RV>;
    fn setbit<K, RV>(&mut self, key: K, offset: usize, value: bool) -> RedisFuture<'_, RV>;
    fn setrange<K, V, RV>(&mut self, key: K, offset: isize, value: V) -> RedisFuture<'_, RV>;
    fn sinter<K, RV>(&mut self, keys: K) -> RedisFuture<'_, RV>;
    fn sinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn sismember<K, M, RV>(&mut self, key: K, member: M) -> RedisFuture<'_, RV>;
    fn smembers<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn smismember<K, M, RV>(&mut self, key: K, members: M) -> RedisFuture<'_, RV>;
    fn smove<S, D, M, RV>(&mut self, srckey: S, dstkey: D, member: M) -> RedisFuture<'_, RV>;
    fn spop<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn spublish<K, E, RV>(&mut self, channel: K, message: E) -> RedisFuture<'_, RV>;
    fn srandmember<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn srandmember_multiple<K, RV>(&mut self, key: K, count: usize) -> RedisFuture<'_, RV>;
    fn srem<K, M, RV>(&mut self, key: K, member: M) -> RedisFuture<'_, RV>;
    fn strlen<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn sunion<K, RV>(&mut self, keys: K) -> RedisFuture<'_, RV>;
    fn sunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn ttl<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn unlink<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn vadd<K, E, RV>(&mut self, key: K, input: VectorAddInput<'a>, element: E) -> RedisFuture<'_, RV>;
    fn vadd_options<K, E, RV>(&mut self, key: K, input: VectorAddInput<'a>, element: E, options: &VAddOptions) -> RedisFuture<'_, RV>;
    fn vcard<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn vdelattr<K, E, RV>(&mut self, key: K, element: E) -> RedisFuture<'_, RV>;
    fn vdim<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn vemb<K, E, RV>(&mut self, key: K, element: E) -> RedisFuture<'_, RV>;
    fn vemb_options<K, E, RV>(&mut self, key: K, element: E, options: &VEmbOptions) -> RedisFuture<'_, RV>;
    fn vgetattr<K, E, RV>(&mut self, key: K, element: E) -> RedisFuture<'_, RV>;
    fn vinfo<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn vlinks<K, E, RV>(&mut self, key: K, element: E) -> RedisFuture<'_, RV>;
    fn vlinks_with_scores<K, E, RV>(&mut self, key: K, element: E) -> RedisFuture<'_, RV>;
    fn vrandmember<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn vrandmember_multiple<K, RV>(&mut self, key: K, count: usize) -> RedisFuture<'_, RV>;
    fn vrem<K, E, RV>(&mut self, key: K, element: E) -> RedisFuture<'_, RV>;
    fn vsetattr<K, E, J, RV>(&mut self, key: K, element: E, json_object: &J) -> RedisFuture<'_, RV>;
    fn vsim<K, RV>(&mut self, key: K, input: VectorSimilaritySearchInput<'a>) -> RedisFuture<'_, RV>;
    fn vsim_options<K, RV>(&mut self, key: K, input: VectorSimilaritySearchInput<'a>, options: &VSimOptions) -> RedisFuture<'_, RV>;
    fn xack<K, G, I, RV>(&mut self, key: K, group: G, ids: &[I]) -> RedisFuture<'_, RV>;
    fn xack_del<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: streams::StreamDeletionPolicy) -> RedisFuture<'_, RV>;
    fn xadd<K, ID, F, V, RV>(&mut self, key: K, id: ID, items: &[(F, V)]) -> RedisFuture<'_, RV>;
    fn xadd_map<K, ID, BTM, RV>(&mut self, key: K, id: ID, map: BTM) -> RedisFuture<'_, RV>;
    fn xadd_maxlen<K, ID, F, V, RV>(&mut self, key: K, maxlen: streams::StreamMaxlen, id: ID, items: &[(F, V)]) -> RedisFuture<'_, RV>;
    fn xadd_maxlen_map<K, ID, BTM, RV>(&mut self, key: K, maxlen: streams::StreamMaxlen, id: ID, map: BTM) -> RedisFuture<'_, RV>;
    fn xadd_options<K, ID, I, RV>(&mut self, key: K, id: ID, items: I, options: &streams::StreamAddOptions) -> RedisFuture<'_, RV>;
    fn xautoclaim_options<K, G, C, MIT, S, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, start: S, options: streams::StreamAutoClaimOptions) -> RedisFuture<'_, RV>;
    fn xcfgset<K, RV>(&mut self, key: K, options: &streams::StreamConfigOptions) -> RedisFuture<'_, RV>;
    fn xclaim<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID]) -> RedisFuture<'_, RV>;
    fn xclaim_options<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID], options: streams::StreamClaimOptions) -> RedisFuture<'_, RV>;
    fn xdel<K, ID, RV>(&mut self, key: K, ids: &[ID]) -> RedisFuture<'_, RV>;
    fn xdel_ex<K, ID, RV>(&mut self, key: K, ids: &[ID], options: streams::StreamDeletionPolicy) -> RedisFuture<'_, RV>;
    fn xgroup_create<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisFuture<'_, RV>;
    fn xgroup_create_mkstream<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisFuture<'_, RV>;
    fn xgroup_createconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisFuture<'_, RV>;
    fn xgroup_delconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisFuture<'_, RV>;
    fn xgroup_destroy<K, G, RV>(&mut self, key: K, group: G) -> RedisFuture<'_, RV>;
    fn xgroup_setid<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisFuture<'_, RV>;
    fn xinfo_consumers<K, G, RV>(&mut self, key: K, group: G) -> RedisFuture<'_, RV>;
    fn xinfo_groups<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn xinfo_stream<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn xlen<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn xnack<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: &streams::StreamNackOptions) -> RedisFuture<'_, RV>;
    fn xpending<K, G, RV>(&mut self, key: K, group: G) -> RedisFuture<'_, RV>;
    fn xpending_consumer_count<K, G, S, E, C, CN, RV>(&mut self, key: K, group: G, start: S, end: E, count: C, consumer: CN) -> RedisFuture<'_, RV>;
    fn xpending_count<K, G, S, E, C, RV>(&mut self, key: K, group: G, start: S, end: E, count: C) -> RedisFuture<'_, RV>;
    fn xrange<K, S, E, RV>(&mut self, key: K, start: S, end: E) -> RedisFuture<'_, RV>;
    fn xrange_all<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn xrange_count<K, S, E, C, RV>(&mut self, key: K, start: S, end: E, count: C) -> RedisFuture<'_, RV>;
    fn xread<K, ID, RV>(&mut self, keys: &[K], ids: &[ID]) -> RedisFuture<'_, RV>;
    fn xread_options<K, ID, RV>(&mut self, keys: &[K], ids: &[ID], options: &streams::StreamReadOptions) -> RedisFuture<'_, RV>;
    fn xrevrange<K, E, S, RV>(&mut self, key: K, end: E, start: S) -> RedisFuture<'_, RV>;
    fn xrevrange_all<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn xrevrange_count<K, E, S, C, RV>(&mut self, key: K, end: E, start: S, count: C) -> RedisFuture<'_, RV>;
    fn xtrim<K, RV>(&mut self, key: K, maxlen: streams::StreamMaxlen) -> RedisFuture<'_, RV>;
    fn xtrim_options<K, RV>(&mut self, key: K, options: &streams::StreamTrimOptions) -> RedisFuture<'_, RV>;
    fn zadd<K, S, M, RV>(&mut self, key: K, member: M, score: S) -> RedisFuture<'_, RV>;
    fn zadd_multiple<K, S, M, RV>(&mut self, key: K, items: &[(S, M)]) -> RedisFuture<'_, RV>;
    fn zadd_multiple_options<K, S, M, RV>(&mut self, key: K, items: &[(S, M)], options: &SortedSetAddOptions) -> RedisFuture<'_, RV>;
    fn zadd_options<K, S, M, RV>(&mut self, key: K, member: M, score: S, options: &SortedSetAddOptions) -> RedisFuture<'_, RV>;
    fn zcard<K, RV>(&mut self, key: K) -> RedisFuture<'_, RV>;
    fn zcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisFuture<'_, RV>;
    fn zincr<K, M, D, RV>(&mut self, key: K, member: M, delta: D) -> RedisFuture<'_, RV>;
    fn zinter<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zinter_with_weights<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zinter_with_weights_withscores<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zinter_withscores<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn zinterstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn zinterstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisFuture<'_, RV>;
    fn zinterstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn zinterstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisFuture<'_, RV>;
    fn zinterstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisFuture<'_, RV>;
    fn zinterstore_with_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zlexcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisFuture<'_, RV>;
    fn zmpop_max<K, RV>(&mut self, keys: K, count: isize) -> RedisFuture<'_, RV>;
    fn zmpop_min<K, RV>(&mut self, keys: K, count: isize) -> RedisFuture<'_, RV>;
    fn zpopmax<K, RV>(&mut self, key: K, count: isize) -> RedisFuture<'_, RV>;
    fn zpopmin<K, RV>(&mut self, key: K, count: isize) -> RedisFuture<'_, RV>;
    fn zrandmember<K, RV>(&mut self, key: K, count: Option<isize>) -> RedisFuture<'_, RV>;
    fn zrandmember_withscores<K, RV>(&mut self, key: K, count: isize) -> RedisFuture<'_, RV>;
    fn zrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisFuture<'_, RV>;
    fn zrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisFuture<'_, RV>;
    fn zrangebylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisFuture<'_, RV>;
    fn zrangebylex_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisFuture<'_, RV>;
    fn zrangebyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisFuture<'_, RV>;
    fn zrangebyscore_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisFuture<'_, RV>;
    fn zrangebyscore_limit_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisFuture<'_, RV>;
    fn zrangebyscore_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisFuture<'_, RV>;
    fn zrank<K, M, RV>(&mut self, key: K, member: M) -> RedisFuture<'_, RV>;
    fn zrem<K, M, RV>(&mut self, key: K, members: M) -> RedisFuture<'_, RV>;
    fn zrembylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisFuture<'_, RV>;
    fn zrembyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisFuture<'_, RV>;
    fn zremrangebyrank<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisFuture<'_, RV>;
    fn zrevrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisFuture<'_, RV>;
    fn zrevrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisFuture<'_, RV>;
    fn zrevrangebylex<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisFuture<'_, RV>;
    fn zrevrangebylex_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisFuture<'_, RV>;
    fn zrevrangebyscore<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisFuture<'_, RV>;
    fn zrevrangebyscore_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisFuture<'_, RV>;
    fn zrevrangebyscore_limit_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisFuture<'_, RV>;
    fn zrevrangebyscore_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisFuture<'_, RV>;
    fn zrevrank<K, M, RV>(&mut self, key: K, member: M) -> RedisFuture<'_, RV>;
    fn zscore<K, M, RV>(&mut self, key: K, member: M) -> RedisFuture<'_, RV>;
    fn zscore_multiple<K, M, RV>(&mut self, key: K, members: &[M]) -> RedisFuture<'_, RV>;
    fn zunion<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zunion_with_weights<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zunion_with_weights_withscores<K, W, RV>(&mut self, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zunion_withscores<K, RV>(&mut self, keys: K, options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
    fn zunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn zunionstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn zunionstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisFuture<'_, RV>;
    fn zunionstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisFuture<'_, RV>;
    fn zunionstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisFuture<'_, RV>;
    fn zunionstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisFuture<'_, RV>;
    fn zunionstore_with_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)], options: SortedSetOperationOptions) -> RedisFuture<'_, RV>;
}
impl<T: aio::ConnectionLike> AsyncCommands for T {}
