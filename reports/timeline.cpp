#include "reports/timeline.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "reports/clock_words.hpp"
#include "reports/message_words.hpp"
#include "reports/text_columns.hpp"
#include "reports/transaction_words.hpp"

namespace syncsim::reports {
namespace {

namespace event = sim::event;
using kind = timeline_line::kind;
using fate = message_way::fate;

/// A fault that has fired, and with which event.
struct fired_fault {
    sim::fault_index which;
    sim::event_ordinal at;
    /// What only the run knows of it.
    std::string detail;
};

/// The event that says what a fault did; it follows the fault at once.
bool tells_an_effect(const sim::happening& what)
{
    return std::holds_alternative<event::request_sent>(what) ||
           std::holds_alternative<event::reply_sent>(what) ||
           std::holds_alternative<event::crashed>(what) ||
           std::holds_alternative<event::clock_set>(what) ||
           std::holds_alternative<event::fault_fired>(what);
}

/// Why a message did not arrive, where no fault of the scenario says it.
std::string_view words_of(event::message_lost::cause why)
{
    switch (why) {
    case event::message_lost::cause::fault: return "";
    case event::message_lost::cause::loss: return "lost on the link";
    case event::message_lost::cause::partition: return "lost: cut off";
    case event::message_lost::cause::receiver_down: return "lost: the receiver is down";
    }
    return "";
}

std::string_view words_of(sim::partition_step::direction which)
{
    switch (which) {
    case sim::partition_step::direction::both: return "cut off from the server";
    case sim::partition_step::direction::to_server: return "cut off: cannot send";
    case sim::partition_step::direction::from_server: return "cut off: cannot receive";
    }
    return "";
}

struct reply_under_way {
    std::shared_ptr<const protocol::result<protocol::reply>> content;
    sim::event_ordinal sent;
    std::vector<fired_fault> faults;
};

struct message_state {
    sim::sync_index sync;
    sim::node_id device;
    protocol::step step{};
    message_summary request;
    std::vector<fired_fault> faults;
    std::size_t request_line = 0;
    /// A request that came twice is replied to twice.
    std::vector<reply_under_way> replies;
    std::size_t replies_delivered = 0;
    std::size_t last_reply_line = 0;
};

struct sync_state {
    sim::event_ordinal began;
    pulled_stretch stretch;
    int messages = 0;
};

class timeline_writer {
public:
    explicit timeline_writer(const vocabulary& with) : with_(with), server_(with), devices_(with) {}

    void add(const sim::trace_event& next);
    std::vector<timeline_line> finish();

private:
    void on(const event::local_work& work);
    void on(const event::sync_began& began);
    void on(const event::sync_ended& ended);
    void on(const event::request_sent& sent);
    void on(const event::reply_sent& sent);
    void on(const event::message_delivered& delivered);
    void on(const event::message_lost& lost);
    void on(const event::reply_ignored& ignored);
    void on(const event::server_put& change) { change_server(change); }
    void on(const event::server_removed& change) { change_server(change); }
    void on(const event::server_conflict& change) { change_server(change); }
    void on(const event::server_cursor& change) { change_server(change); }
    void on(const event::server_committed& committed);
    void on(const event::device_put& change);
    void on(const event::device_removed& change);
    void on(const event::device_cursor& change);
    void on(const event::device_committed& committed);
    void on(const event::fault_fired& fired);
    void on(const event::crashed& crashed);
    void on(const event::restarted& restarted);
    void on(const event::clock_set& set);
    void on(const event::link_cut& cut);
    void on(const event::link_healed& healed);
    void on(const event::noted& noted);
    void on(const event::unmet& unmet);
    void on(const event::settle_began& began);
    void on(const event::quiescent& end);

    timeline_line& add_line(kind what, std::string text);
    timeline_line& add_commit(kind what);
    timeline_line& add_message(
        kind what,
        const message_state& message,
        const message_summary& says,
        fate end);
    timeline_line& add_reply(message_state& message, const reply_under_way& reply, fate end);
    void add_faults(timeline_line& to, const std::vector<fired_fault>& faults);

    void change_server(const auto& change)
    {
        changes_.push_back(now_.ordinal);
        server_.add(change);
    }
    void count_message(sync_state& sync);
    void follow(sync_state& sync, const protocol::reply& content);
    void request_arrives(message_state& message, bool again);
    void reply_arrives(message_state& message, bool again);
    void lose_reply(message_state& message);
    std::vector<fired_fault> take_fired() { return std::exchange(fired_, {}); }
    int round() const;
    bool delays(const std::vector<fired_fault>& faults) const;

    const vocabulary& with_;
    server_transactions server_;
    device_transactions devices_;

    sim::moment now_{{}, {}, {}, sim::server_node};
    std::vector<timeline_line> lines_;
    /// Their effect is what the next event says.
    std::vector<fired_fault> fired_;
    /// The events of the transaction under way.
    std::vector<sim::event_ordinal> changes_;
    std::map<sim::message_id, message_state> messages_;
    std::map<sim::sync_index, sync_state> syncs_;
    std::optional<std::size_t> settle_line_;
    int settle_syncs_ = 0;
    int settle_messages_ = 0;
};

void timeline_writer::add(const sim::trace_event& next)
{
    // A crash of a node that is down has no effect to tell.
    if (!fired_.empty() && !tells_an_effect(next.what)) add_line(kind::fault, {});
    now_ = next.when;
    std::visit([&](const auto& what) { on(what); }, next.what);
}

std::vector<timeline_line> timeline_writer::finish()
{
    if (settle_line_) {
        lines_[*settle_line_].text = fmt::format(
            "settle: faults stop, links heal; {} rounds of syncs, {} messages",
            with_.script.settle.rounds,
            settle_messages_);
    }
    return std::move(lines_);
}

/// The devices sync one after the other, round by round.
int timeline_writer::round() const
{
    if (settle_syncs_ == 0) return 0;
    return (settle_syncs_ - 1) / static_cast<int>(with_.script.clients.size()) + 1;
}

timeline_line& timeline_writer::add_line(kind what, std::string text)
{
    lines_.push_back(
        {.what = what,
         .event = now_.ordinal,
         .covers = {now_.ordinal},
         .at = now_.at,
         .node = now_.node,
         .text = std::move(text),
         .way = {},
         .sync = {},
         .round = round()});
    auto& line = lines_.back();
    add_faults(line, take_fired());
    return line;
}

void timeline_writer::add_faults(timeline_line& to, const std::vector<fired_fault>& faults)
{
    for (const auto& each : faults) {
        to.covers.push_back(each.at);
        to.faults.push_back(each.which);
        const auto detail = each.detail.empty() ? "" : ": " + printable(each.detail);
        to.notes.push_back({tone::fault, "FAULT " + with_.faults.name(each.which) + detail});
    }
}

bool timeline_writer::delays(const std::vector<fired_fault>& faults) const
{
    return std::ranges::any_of(faults, [&](const fired_fault& each) {
        const auto what = with_.faults[each.which].kind;
        return what == sim::fault_kind::delay || what == sim::fault_kind::reorder ||
               what == sim::fault_kind::hold;
    });
}

// ----------------------------------------------------------------------------------- transactions

/// The line of the transaction that has just been committed.
timeline_line& timeline_writer::add_commit(kind what)
{
    auto& line = add_line(what, {});
    line.event = changes_.front();
    line.covers.insert(line.covers.end(), changes_.begin(), changes_.end());
    changes_.clear();
    return line;
}

void timeline_writer::on(const event::server_committed&)
{
    if (!changes_.empty()) server_.tell(add_commit(kind::commit));
}

void timeline_writer::on(const event::device_put& change)
{
    changes_.push_back(now_.ordinal);
    devices_.add(now_.node, change);
}

void timeline_writer::on(const event::device_removed& change)
{
    changes_.push_back(now_.ordinal);
    devices_.add(now_.node, change);
}

void timeline_writer::on(const event::device_cursor& change)
{
    changes_.push_back(now_.ordinal);
    devices_.add(change);
}

void timeline_writer::on(const event::device_committed& committed)
{
    if (changes_.empty()) return;
    devices_.tell(add_commit(committed.by_user ? kind::work : kind::apply));
}

void timeline_writer::on(const event::local_work& work)
{
    if (work.certain) {
        changes_.push_back(now_.ordinal);
        devices_.add(work);
        return;
    }
    auto& line = add_line(kind::work, devices_.act_of(work.write) + ": cut short by the crash");
    line.records.insert(with_.known[work.write].record);
    line.failed = true;
}

// ------------------------------------------------------------------------------------------ syncs

void timeline_writer::on(const event::sync_began& began)
{
    if (settle_line_) ++settle_syncs_;
    syncs_.insert_or_assign(began.sync, sync_state{now_.ordinal, {}, 0});
}

void timeline_writer::on(const event::sync_ended& ended)
{
    std::string text = "sync ok";
    if (ended.error) {
        text = "sync failed: " + std::string(protocol::traits(*ended.error).name);
    } else if (ended.crashed) {
        text = "sync cut short by the crash";
    }
    const auto& sync = syncs_[ended.sync];
    auto& line = add_line(kind::sync_end, std::move(text));
    line.covers.push_back(sync.began);
    line.sync = ended.sync;
    // A crash has a line of its own.
    line.failed = ended.error.has_value();
    line.messages = sync.messages;
}

// --------------------------------------------------------------------------------------- messages

timeline_line& timeline_writer::add_message(
    kind what,
    const message_state& message,
    const message_summary& says,
    fate end)
{
    auto& line = add_line(what, says.text);
    line.records = records_in(says.records);
    line.failed = says.failed;
    line.sync = message.sync;
    line.way = message_way{
        .device = message.device,
        .is_reply = what == kind::reply,
        .step = message.step,
        .end = end};
    return line;
}

void timeline_writer::count_message(sync_state& sync)
{
    ++sync.messages;
    if (settle_line_) ++settle_messages_;
}

void timeline_writer::on(const event::request_sent& sent)
{
    auto& sync = syncs_[sent.sync];
    count_message(sync);
    if (const auto* const pull = std::get_if<protocol::pull_request>(sent.content.get())) {
        if (pull->after) sync.stretch.after = pull->after;
    }
    auto& message = messages_
                        .insert_or_assign(
                            sent.message,
                            message_state{
                                .sync = sent.sync,
                                .device = sent.device,
                                .step = step_of(*sent.content),
                                .request = summarize(*sent.content, sent.attempt, with_),
                                .faults = fired_,
                                .request_line = lines_.size(),
                                .replies = {}})
                        .first->second;
    const auto end = delays(message.faults) ? fate::delayed : fate::arrives;
    add_message(kind::request, message, message.request, end);
}

void timeline_writer::on(const event::reply_sent& sent)
{
    auto& message = messages_.at(sent.message);
    auto& sync = syncs_[sent.sync];
    count_message(sync);
    if (*sent.content) follow(sync, **sent.content);

    const reply_under_way reply{sent.content, now_.ordinal, take_fired()};
    message.replies.push_back(reply);
    if (delays(reply.faults)) add_reply(message, reply, fate::delayed);
}

/// Takes from the reply which stretch the session's pull reads.
void timeline_writer::follow(sync_state& sync, const protocol::reply& content)
{
    if (const auto* const begin = std::get_if<protocol::begin_reply>(&content)) {
        sync.stretch.after = begin->last_sync;
        sync.stretch.until = begin->max_checkin;
    } else if (const auto* const pull = std::get_if<protocol::pull_reply>(&content)) {
        if (pull->max_checkin) sync.stretch.until = pull->max_checkin;
    }
}

timeline_line& timeline_writer::add_reply(
    message_state& message,
    const reply_under_way& reply,
    fate end)
{
    const auto says = summarize(message.step, *reply.content, syncs_[message.sync].stretch, with_);
    auto& line = add_message(kind::reply, message, says, end);
    line.covers.push_back(reply.sent);
    // An answer to a push is about what was pushed, whether it says so or not.
    line.records.merge(records_in(message.request.records));
    add_faults(line, reply.faults);
    return line;
}

void timeline_writer::on(const event::message_delivered& delivered)
{
    auto& message = messages_.at(delivered.message);
    if (delivered.is_reply) {
        reply_arrives(message, delivered.again);
    } else {
        request_arrives(message, delivered.again);
    }
}

/// Only what is not expected gets a line: the first arrival of a prompt request is told by what the
/// server does with it.
void timeline_writer::request_arrives(message_state& message, bool again)
{
    if (!again && !delays(message.faults)) {
        lines_[message.request_line].covers.push_back(now_.ordinal);
        return;
    }
    auto& line = add_line(
        kind::arrival, message.request.text + (again ? " arrives again" : " arrives late"));
    line.records = records_in(message.request.records);
    line.sync = message.sync;
}

void timeline_writer::reply_arrives(message_state& message, bool again)
{
    if (!again) ++message.replies_delivered;
    const auto which = std::max<std::size_t>(message.replies_delivered, 1) - 1;
    auto reply = message.replies[std::min(which, message.replies.size() - 1)];
    // The faults of a delayed reply are named where it was sent, those of a copy at the first.
    if (again || delays(reply.faults)) reply.faults.clear();
    message.last_reply_line = lines_.size();
    auto& line = add_reply(message, reply, fate::arrives);
    if (again) line.notes.push_back({tone::quiet, "arrives again"});
}

void timeline_writer::on(const event::message_lost& lost)
{
    auto& message = messages_.at(lost.message);
    if (lost.is_reply) {
        lose_reply(message);
    } else {
        auto& sent = lines_[message.request_line];
        sent.covers.push_back(now_.ordinal);
        sent.way->end = fate::lost;
    }
    auto& line = lost.is_reply ? lines_.back() : lines_[message.request_line];
    const auto why = words_of(lost.why);
    if (!why.empty()) line.notes.push_back({tone::fault, std::string(why)});
}

void timeline_writer::lose_reply(message_state& message)
{
    ++message.replies_delivered;
    const auto which = std::min(message.replies_delivered, message.replies.size()) - 1;
    const auto& reply = message.replies[which];
    auto& line = add_reply(message, reply, fate::lost);
    line.event = reply.sent;
    line.node = sim::server_node;
}

void timeline_writer::on(const event::reply_ignored& ignored)
{
    auto& line = lines_[messages_.at(ignored.message).last_reply_line];
    line.covers.push_back(now_.ordinal);
    line.notes.push_back({tone::quiet, "ignored: nobody waits for it"});
}

// ---------------------------------------------------------------------------- nodes, links, clocks

void timeline_writer::on(const event::fault_fired& fired)
{
    fired_.push_back({fired.fault, now_.ordinal, fired.detail});
    const auto kind_of_fault = with_.faults[fired.fault].kind;
    if (kind_of_fault == sim::fault_kind::expire_session) {
        add_line(kind::fault, "a session outlives its lease");
    }
}

void timeline_writer::on(const event::crashed&)
{
    add_line(kind::crash, "crashes");
}

void timeline_writer::on(const event::restarted&)
{
    add_line(kind::restart, "starts again");
}

void timeline_writer::on(const event::clock_set& set)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(now_.local);
    add_line(
        kind::clock,
        "clock now " + clock_error(set.error) + ", reads " +
            clock_reading(second, with_.script.start));
}

void timeline_writer::on(const event::link_cut& cut)
{
    add_line(kind::link, std::string(words_of(cut.which)));
}

void timeline_writer::on(const event::link_healed&)
{
    add_line(kind::link, "connected again");
}

// ------------------------------------------------------------------------------- the scenario's
// own

void timeline_writer::on(const event::noted& noted)
{
    add_line(kind::note, "note: " + printable(noted.text));
}

void timeline_writer::on(const event::unmet& unmet)
{
    auto what = printable(unmet.what);
    const auto whose = with_.known.name(now_.node) + ": ";
    if (what.starts_with(whose)) what.erase(0, whose.size());
    add_line(kind::unmet, "✗ " + what).failed = true;
}

void timeline_writer::on(const event::settle_began&)
{
    settle_line_ = lines_.size();
    add_line(kind::settle, {});
}

void timeline_writer::on(const event::quiescent&)
{
    add_line(kind::quiescent, "the end: nothing is on its way").round = 0;
}

}  // namespace

std::vector<timeline_line> timeline(const sim::trace& run, const vocabulary& with)
{
    timeline_writer writer{with};
    for (const auto& each : run) writer.add(each);
    return writer.finish();
}

}  // namespace syncsim::reports
