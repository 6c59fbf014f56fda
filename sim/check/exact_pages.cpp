#include "sim/check/exact_pages.hpp"

#include <algorithm>

#include "sim/check/positions.hpp"
#include "sim/check/stamp_words.hpp"

namespace syncsim::sim {
namespace {

/// A version on a page.
struct delivered {
    position at;
    std::optional<write_index> write;
};

class judgement {
public:
    judgement(
        const moment& when,
        const protocol::variant& of,
        const ledger& known,
        const sync_view& by,
        const std::set<protocol::local_id>& created,
        findings& to)
        : when_(when),
          known_(known),
          by_(by),
          window_(protocol::window(of, by.after, *by.upper)),
          to_(to)
    {
        for (const auto& page : by.pages) {
            for (const auto& pulled : page.reply().records) {
                const auto at = position_of(of, pulled);
                if (at) pulled_.push_back({*at, known.find_write(pulled.value)});
                if (pulled.local && created.contains(*pulled.local)) own_.insert(pulled.key);
            }
        }
        std::ranges::sort(pulled_, {}, &delivered::at);
    }

    void what_came_twice() const
    {
        for (std::size_t each = 1; each < pulled_.size(); ++each) {
            const auto& at = pulled_[each].at;
            if (at != pulled_[each - 1].at || own_.contains(at.key)) continue;
            report(pulled_[each].write, at, "stands on two pages of", {});
        }
    }

    void what_was_never_in() const
    {
        for (const auto& each : pulled_) {
            if (is_in(window_, each.at) || own_.contains(each.at.key)) continue;
            report(each.write, each.at, "is on a page of, and outside of,", {});
        }
    }

    void what_is_missing() const
    {
        const auto read = *known_.sessions()[by_.pages.back().message].committed;
        const auto& all = known_.in_order();
        for (auto each = first_behind(by_.after, all); each != all.end(); ++each) {
            if (!is_below_end(window_, *each)) return;
            const auto& row = known_.server().at(each->key);
            const bool came_later = row.since > read;
            if (came_later || !is_in(window_, *each)) continue;
            if (std::ranges::binary_search(pulled_, *each, {}, &delivered::at)) continue;
            report(row.write, *each, "is on no page of", row.since);
        }
    }

private:
    void report(
        std::optional<write_index> write,
        const position& at,
        std::string_view how,
        std::optional<event_ordinal> stored) const
    {
        const auto& device = known_.name(by_.device);
        const auto name = write ? known_.describe(*write) : "key " + at.key.value().str();
        std::optional<record_index> about;
        if (write) about = known_[*write].record;
        violation found{
            .which = invariant::exact_pages,
            .at = when_.ordinal,
            .what = name + " (" + in_words(at.at) + ") " + std::string(how) + " the pull of " +
                    device + " from " + in_words(by_.after) + " to " + in_words(*by_.upper),
            .because = {}};
        if (stored) found.because.push_back({*stored, "the server has held it since"});
        for (const auto& page : by_.pages) {
            found.because.push_back(
                {*known_.sessions()[page.message].taken,
                 device + " took a page of " + std::to_string(page.reply().records.size())});
        }
        to_.report(std::move(found), about);
    }

    const moment& when_;
    const ledger& known_;
    const sync_view& by_;
    protocol::range window_;
    findings& to_;
    std::vector<delivered> pulled_;
    /// Keys of what the session has created.
    std::set<protocol::record_key> own_;
};

}  // namespace

void exact_pages::on(const moment&, const event::request_sent& sent, const ledger&, findings&)
{
    const auto* const push = std::get_if<protocol::push_request>(&*sent.content);
    if (push == nullptr || !protocol::appends_own_pushes(variant_)) return;
    for (const auto& each : push->records) {
        if (each.is_pending) created_[sent.sync].insert(protocol::local_id{each.key.value()});
    }
}

void exact_pages::on(
    const moment& when,
    const event::message_delivered& arrival,
    const ledger& known,
    findings& to)
{
    if (!arrival.taken) return;
    const auto& message = known.sessions()[arrival.message];
    const auto& sync = known.sessions()[message.sync];
    if (message.step != protocol::step::pull || !sync.has_pulled || !sync.upper) return;

    const judgement one{when, variant_, known, sync, created_[message.sync], to};
    one.what_came_twice();
    one.what_was_never_in();
    one.what_is_missing();
}

void exact_pages::on(const moment&, const event::sync_ended& ended, const ledger&, findings&)
{
    created_.erase(ended.sync);
}

}  // namespace syncsim::sim
