#include "protocol/variant.hpp"

#include <algorithm>

namespace syncsim::protocol {
namespace {

/// The members of `variant` by name, type-erased: one row a question.
template <auto Member>
constexpr question row(
    std::string_view name,
    std::string_view asks,
    std::span<const choice> answers)
{
    using answer_type = std::remove_reference_t<decltype(std::declval<variant&>().*Member)>;
    return question{
        name,
        asks,
        answers,
        [](const variant& of) { return static_cast<std::size_t>(of.*Member); },
        [](variant& of, std::size_t index) { of.*Member = static_cast<answer_type>(index); }};
}

constexpr bool built = true;
constexpr bool not_built = false;

// clang-format off
constexpr std::array stamp_answers{
    choice{"client-clock", built}, choice{"server-clock-at-arrival", built},
    choice{"server-clock-in-commit", built}, choice{"hybrid-logical-clock", built},
    choice{"server-sequence", built}};
constexpr std::array stamp_resolution_answers{
    choice{"1s", built}, choice{"1ms", built}, choice{"1us", built}};
constexpr std::array window_upper_answers{
    choice{"server-clock-at-begin", built}, choice{"largest-allocated-at-begin", built},
    choice{"largest-committed-at-first-page", built}};
constexpr std::array window_edges_answers{
    choice{"both-exclusive", built}, choice{"upper-inclusive", built},
    choice{"stamp-and-key", built}};
constexpr std::array own_pushes_answers{
    choice{"appended-to-pull", built}, choice{"by-window-only", built},
    choice{"in-push-reply", built}};
constexpr std::array cursor_home_answers{choice{"server", built}, choice{"client", built}};
constexpr std::array cursor_order_answers{
    choice{"at-complete", built}, choice{"before-apply", built}, choice{"with-apply", built}};
constexpr std::array cursor_moves_to_answers{
    choice{"newest-received", built}, choice{"newest-applied", built},
    choice{"client-clock", built}, choice{"window-upper", built}};
constexpr std::array write_identity_answers{choice{"none", built}, choice{"write-id", built}};
constexpr std::array create_identity_answers{
    choice{"never", built}, choice{"same-local-id-any-device", built},
    choice{"same-local-id-of-device", built}, choice{"same-write-id", built}};
constexpr std::array repeated_create_answers{
    choice{"ignore-body", built}, choice{"update-if-newer-revision", built}};
constexpr std::array server_key_answers{
    choice{"counter", built}, choice{"random", built}, choice{"derived", built}};
constexpr std::array base_version_answers{choice{"none", built}, choice{"checked", built}};
constexpr std::array conflict_answers{
    choice{"last-arrival", built}, choice{"newest-updated", built},
    choice{"server-wins", built}, choice{"client-wins", built},
    choice{"merge-fields", built}, choice{"keep-both", built}};
constexpr std::array clear_pending_answers{
    choice{"on-apply", built}, choice{"when-session-ok", built},
    choice{"when-same-revision", built}};
constexpr std::array pending_over_pull_answers{
    choice{"overwrite", built}, choice{"skip", built}, choice{"park", built}};
constexpr std::array delete_of_pending_create_answers{
    choice{"forget", built}, choice{"pending-tombstone", built}};
constexpr std::array apply_unit_answers{choice{"record", built}, choice{"page", built}};
constexpr std::array local_id_answers{
    choice{"never", built}, choice{"when-first-sent", built},
    choice{"at-complete", built}, choice{"when-confirmed", built}};
constexpr std::array identity_memory_answers{
    choice{"never-remembers", built}, choice{"with-local_id", built}, choice{"never", built}};
constexpr std::array deletes_answers{choice{"remove-row", built}, choice{"tombstone", built}};
constexpr std::array tombstone_gc_answers{
    choice{"never", built}, choice{"by-age", not_built}, choice{"below-every-cursor", not_built}};
constexpr std::array session_answers{
    choice{"independent", built}, choice{"supersedes", built}, choice{"numbered", built}};
constexpr std::array complete_answers{choice{"any-order", built}, choice{"monotone", built}};
constexpr std::array incarnation_answers{choice{"ignored", built}, choice{"tracked", not_built}};
constexpr std::array generation_answers{
    choice{"ignored", built}, choice{"nonce", not_built}, choice{"chain", not_built}};
constexpr std::array batch_answers{
    choice{"all-or-nothing", built}, choice{"verdict-per-record", built}};
constexpr std::array unappliable_answers{
    choice{"skip", built}, choice{"stop", not_built}, choice{"park", not_built}};
constexpr std::array paging_answers{
    choice{"one-page", built}, choice{"offset", built}, choice{"keyset", built}};
constexpr std::array reply_check_answers{choice{"none", built}, choice{"digest", built}};
constexpr std::array retry_answers{
    choice{"next-session", built}, choice{"backoff-with-jitter", built}};
constexpr std::array owner_switch_answers{
    choice{"push-everything", built}, choice{"partition-by-owner", not_built}};
constexpr std::array unknown_fields_answers{choice{"dropped", built}, choice{"preserved", built}};
constexpr std::array durability_answers{
    choice{"off", built}, choice{"normal", not_built}, choice{"full", not_built}};

constexpr std::array all_questions{
    row<&variant::stamp>("stamp", "what orders changes at the server", stamp_answers),
    row<&variant::stamp_resolution>("stamp_resolution", "how finely a clock stamp tells times apart", stamp_resolution_answers),
    row<&variant::window_upper>("window_upper", "what max_checkin is", window_upper_answers),
    row<&variant::window_edges>("window_edges", "which records at the bounds of a pull belong to it", window_edges_answers),
    row<&variant::own_pushes>("own_pushes", "how a client learns the keys of what it pushed", own_pushes_answers),
    row<&variant::cursor_home>("cursor_home", "where last_sync lives", cursor_home_answers),
    row<&variant::cursor_order>("cursor_order", "when last_sync moves, against the data", cursor_order_answers),
    row<&variant::cursor_moves_to>("cursor_moves_to", "where last_sync moves to", cursor_moves_to_answers),
    row<&variant::write_identity>("write_identity", "how a retry is told from a new write", write_identity_answers),
    row<&variant::create_identity>("create_identity", "when a create is one that the server has already", create_identity_answers),
    row<&variant::repeated_create>("repeated_create", "what a repeated create does to the body", repeated_create_answers),
    row<&variant::server_key>("server_key", "how the server names a new record", server_key_answers),
    row<&variant::base_version>("base_version", "whether an edit says which version it was made on", base_version_answers),
    row<&variant::conflict>("conflict", "what becomes of two writes on one base", conflict_answers),
    row<&variant::clear_pending>("clear_pending", "when local work stops being pending", clear_pending_answers),
    row<&variant::pending_over_pull>("pending_over_pull", "what a pulled version does to a record with unsent work", pending_over_pull_answers),
    row<&variant::delete_of_pending_create>("delete_of_pending_create", "what deleting a record that was never acknowledged leaves behind", delete_of_pending_create_answers),
    row<&variant::apply_unit>("apply_unit", "what is applied in one transaction", apply_unit_answers),
    row<&variant::local_id>("local_id", "when local_id stops travelling with the record", local_id_answers),
    row<&variant::identity_memory>("identity_memory", "when the server forgets which write made which record", identity_memory_answers),
    row<&variant::deletes>("deletes", "what a delete leaves at the server", deletes_answers),
    row<&variant::tombstone_gc>("tombstone_gc", "when a tombstone may go", tombstone_gc_answers),
    row<&variant::session>("session", "what a second begin of a device does", session_answers),
    row<&variant::complete>("complete", "in which order completes count", complete_answers),
    row<&variant::incarnation>("incarnation", "how a restored, cloned or wiped device is told", incarnation_answers),
    row<&variant::generation>("generation", "how a server restored from a backup is told", generation_answers),
    row<&variant::batch>("batch", "what one bad record does to its push", batch_answers),
    row<&variant::unappliable>("unappliable", "what becomes of a pulled record that this device cannot apply", unappliable_answers),
    row<&variant::paging>("paging", "how a long pull is cut", paging_answers),
    row<&variant::reply_check>("reply_check", "how a damaged reply is noticed", reply_check_answers),
    row<&variant::retry>("retry", "what follows a failed call", retry_answers),
    row<&variant::owner_switch>("owner_switch", "what becomes of unsent work when the device's user changes", owner_switch_answers),
    row<&variant::unknown_fields>("unknown_fields", "what becomes of members that this version does not know", unknown_fields_answers),
    row<&variant::durability>("durability", "how hard SQLite works to survive a power cut", durability_answers),
};
// clang-format on

variant make_hardened()
{
    variant made;
    made.name = "hardened";
    made.stamp = answer::stamp::server_sequence;
    made.window_upper = answer::window_upper::largest_committed_at_first_page;
    made.window_edges = answer::window_edges::stamp_and_key;
    made.own_pushes = answer::own_pushes::in_push_reply;
    made.cursor_home = answer::cursor_home::client;
    made.cursor_order = answer::cursor_order::with_apply;
    made.cursor_moves_to = answer::cursor_moves_to::window_upper;
    made.write_identity = answer::write_identity::write_id;
    made.create_identity = answer::create_identity::same_write_id;
    made.server_key = answer::server_key::derived;
    made.base_version = answer::base_version::checked;
    made.conflict = answer::conflict::keep_both;
    made.clear_pending = answer::clear_pending::when_same_revision;
    made.pending_over_pull = answer::pending_over_pull::park;
    made.delete_of_pending_create = answer::delete_of_pending_create::pending_tombstone;
    made.apply_unit = answer::apply_unit::page;
    made.local_id = answer::local_id::when_confirmed;
    made.identity_memory = answer::identity_memory::never;
    made.deletes = answer::deletes::tombstone;
    made.session = answer::session::numbered;
    made.complete = answer::complete::monotone;
    made.batch = answer::batch::verdict_per_record;
    made.paging = answer::paging::keyset;
    made.reply_check = answer::reply_check::digest;
    made.retry = answer::retry::backoff_with_jitter;
    made.unknown_fields = answer::unknown_fields::preserved;
    return made;
}

const std::array<variant, 2>& preset_table()
{
    static const std::array<variant, 2> table{variant{}, make_hardened()};
    return table;
}

void object_if(std::vector<std::string>& objections, bool contradicts, std::string_view why)
{
    if (contradicts) objections.emplace_back(why);
}

}  // namespace

const variant& as_written()
{
    return preset_table()[0];
}

const variant& hardened()
{
    return preset_table()[1];
}

std::span<const variant> presets()
{
    return preset_table();
}

const variant* find_preset(std::string_view name) noexcept
{
    const auto found = std::ranges::find(preset_table(), name, &variant::name);
    return found == preset_table().end() ? nullptr : &*found;
}

std::span<const question> questions() noexcept
{
    return all_questions;
}

const question* find_question(std::string_view name) noexcept
{
    const auto found = std::ranges::find(all_questions, name, &question::name);
    return found == all_questions.end() ? nullptr : &*found;
}

std::vector<std::string> objections(const variant& candidate)
{
    std::vector<std::string> found;
    for (const auto& asked : all_questions) {
        const auto& given = asked.answers[asked.get(candidate)];
        if (given.built) continue;
        found.push_back(
            std::string(asked.name) + ": " + std::string(given.name) + " is not yet built");
    }

    const auto& v = candidate;
    const bool sequence = v.stamp == answer::stamp::server_sequence;
    object_if(
        found,
        sequence && v.window_upper == answer::window_upper::server_clock_at_begin,
        "window_upper: server-clock-at-begin needs clock stamps, and stamp: server-sequence has "
        "none");
    const bool device_stamps = v.stamp == answer::stamp::client_clock;
    object_if(
        found,
        device_stamps && v.window_upper == answer::window_upper::largest_committed_at_first_page,
        "window_upper: largest-committed-at-first-page needs stamps of the server, and stamp: "
        "client-clock takes the device's");
    object_if(
        found,
        device_stamps && v.window_upper == answer::window_upper::largest_allocated_at_begin,
        "window_upper: largest-allocated-at-begin needs stamps of the server, and stamp: "
        "client-clock takes the device's");
    object_if(
        found,
        sequence && v.cursor_moves_to == answer::cursor_moves_to::client_clock,
        "cursor_moves_to: client-clock needs clock stamps, and stamp: server-sequence has none");
    object_if(
        found,
        v.conflict == answer::conflict::keep_both && v.base_version == answer::base_version::none,
        "conflict: keep-both cannot tell that two writes met without base_version: checked");
    const bool rules_on_what_met = v.conflict == answer::conflict::server_wins ||
                                   v.conflict == answer::conflict::client_wins ||
                                   v.conflict == answer::conflict::merge_fields;
    object_if(
        found,
        rules_on_what_met && v.base_version == answer::base_version::none,
        "conflict: server-wins, client-wins and merge-fields cannot tell that two writes met "
        "without base_version: checked");
    object_if(
        found,
        v.base_version == answer::base_version::checked &&
            v.write_identity == answer::write_identity::none,
        "base_version: checked names versions by their write, and write_identity: none has no "
        "names for them");
    object_if(
        found,
        v.create_identity == answer::create_identity::same_write_id &&
            v.write_identity == answer::write_identity::none,
        "create_identity: same-write-id needs write_identity: write-id");
    object_if(
        found,
        v.server_key == answer::server_key::derived &&
            v.write_identity == answer::write_identity::none,
        "server_key: derived hashes the create's write id and needs write_identity: write-id");
    object_if(
        found,
        v.clear_pending == answer::clear_pending::when_same_revision &&
            v.write_identity == answer::write_identity::none,
        "clear_pending: when-same-revision compares write ids and needs write_identity: write-id");
    object_if(
        found,
        v.write_identity == answer::write_identity::write_id &&
            v.identity_memory == answer::identity_memory::never_remembers,
        "write_identity: write-id is kept in the memory that identity_memory: never-remembers "
        "does not have");
    object_if(
        found,
        v.write_identity == answer::write_identity::none &&
            v.identity_memory != answer::identity_memory::never_remembers,
        "identity_memory: with-local_id and never remember writes by the ids that write_identity: "
        "none does not give them");
    object_if(
        found,
        v.batch == answer::batch::verdict_per_record &&
            v.own_pushes != answer::own_pushes::in_push_reply,
        "batch: verdict-per-record travels in the reply that own_pushes: in-push-reply gives");
    object_if(
        found,
        v.own_pushes == answer::own_pushes::in_push_reply &&
            v.write_identity == answer::write_identity::none,
        "own_pushes: in-push-reply says of each write what became of it, and write_identity: none "
        "has no names for them");
    object_if(
        found,
        v.deletes == answer::deletes::remove_row &&
            v.write_identity == answer::write_identity::write_id,
        "deletes: remove-row leaves nothing that could answer for a delete's write, which "
        "write_identity: write-id promises");
    object_if(
        found,
        v.clear_pending == answer::clear_pending::when_same_revision &&
            v.own_pushes != answer::own_pushes::in_push_reply,
        "clear_pending: when-same-revision reads the verdicts of own_pushes: in-push-reply");
    object_if(
        found,
        v.cursor_home == answer::cursor_home::client &&
            v.cursor_order == answer::cursor_order::at_complete,
        "cursor_order: at-complete moves the cursor by the server, and cursor_home: client keeps "
        "it at the device");
    object_if(
        found,
        v.cursor_home == answer::cursor_home::server &&
            v.cursor_order != answer::cursor_order::at_complete,
        "cursor_home: server learns of the cursor by complete, so cursor_order must be "
        "at-complete");
    object_if(
        found,
        v.cursor_moves_to == answer::cursor_moves_to::newest_applied &&
            v.cursor_order == answer::cursor_order::before_apply,
        "cursor_moves_to: newest-applied is not known yet under cursor_order: before-apply");
    object_if(
        found,
        v.cursor_moves_to == answer::cursor_moves_to::window_upper &&
            v.window_edges == answer::window_edges::both_exclusive,
        "cursor_moves_to: window-upper would skip what stands on the bound under window_edges: "
        "both-exclusive");
    object_if(
        found,
        v.paging == answer::paging::keyset && v.window_edges != answer::window_edges::stamp_and_key,
        "paging: keyset resumes by stamp and key and needs window_edges: stamp-and-key");
    return found;
}

}  // namespace syncsim::protocol
