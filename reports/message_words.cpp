#include "reports/message_words.hpp"

#include "reports/clock_words.hpp"

namespace syncsim::reports {
namespace {

std::vector<mention> mentions_of(const std::vector<protocol::record>& records, const vocabulary& in)
{
    std::vector<mention> all;
    all.reserve(records.size());
    for (const auto& each : records) all.push_back(in.names.version(each));
    return all;
}

class request_words {
public:
    explicit request_words(const vocabulary& with) : with_(with) {}

    message_summary operator()(const protocol::begin_request&) const { return {"begin", {}}; }

    message_summary operator()(const protocol::push_request& push) const
    {
        auto records = mentions_of(push.records, with_);
        auto text = "push " + with_.names.list(records);
        return {std::move(text), std::move(records)};
    }

    message_summary operator()(const protocol::pull_request&) const { return {"pull", {}}; }

    message_summary operator()(const protocol::complete_request& complete) const
    {
        if (!with_.about.times_matter || !complete.last_update) return {"complete", {}};
        return {
            "complete, last_update " + stamp_words(complete.last_update->at, with_.script.start),
            {}};
    }

private:
    const vocabulary& with_;
};

class reply_words {
public:
    reply_words(const vocabulary& with, const pulled_stretch& stretch)
        : with_(with), stretch_(stretch)
    {
    }

    message_summary operator()(const protocol::begin_reply& begin) const
    {
        if (!with_.about.times_matter || !begin.max_checkin) return {"begin ok", {}};
        return {"begin ok, max_checkin " + words(*begin.max_checkin), {}};
    }

    message_summary operator()(const protocol::push_reply& push) const
    {
        message_summary all{"push ok", {}};
        for (const auto& each : push.verdicts) {
            all.records.push_back(said_of(each));
            all.failed = all.failed || each.what == protocol::push_verdict::kind::refused;
        }
        if (!all.records.empty()) all.text = "push: " + with_.names.list(all.records);
        return all;
    }

    message_summary operator()(const protocol::pull_reply& pull) const
    {
        auto records = mentions_of(pull.records, with_);
        auto text = "pull" + stretch() + ": ";
        text += records.empty() ? "nothing" : with_.names.list(records);
        return {std::move(text), std::move(records)};
    }

    message_summary operator()(const protocol::complete_reply&) const
    {
        return {"complete ok", {}};
    }

private:
    mention said_of(const protocol::push_verdict& verdict) const
    {
        using kind = protocol::push_verdict::kind;
        mention said{{}, "key " + with_.keys(verdict.pushed_as.value().view())};
        auto mine = verdict.write ? with_.known.find_write(*verdict.write) : std::nullopt;
        if (!mine && verdict.current) mine = with_.known.find_write(verdict.current->value);
        if (mine) said = {with_.known[*mine].record, with_.names.write(*mine)};
        switch (verdict.what) {
        case kind::stored:
            if (verdict.current) said.text += " " + with_.names.key(verdict.current->key);
            break;
        case kind::won: said.text += " won"; break;
        case kind::lost: said.text += " lost"; break;
        case kind::refused: said.text += " refused"; break;
        }
        if (verdict.reason) {
            said.text += " (" + std::string(protocol::traits(*verdict.reason).name) + ")";
        }
        return said;
    }

    std::string stretch() const
    {
        if (!with_.about.times_matter || (!stretch_.after && !stretch_.until)) return {};
        if (!stretch_.until) return " after " + words(stretch_.after->at);
        if (!stretch_.after) return " up to " + words(*stretch_.until);
        return " " + words(stretch_.after->at) + " to " + words(*stretch_.until);
    }

    std::string words(const protocol::stamp& at) const
    {
        return stamp_words(at, with_.script.start);
    }

    const vocabulary& with_;
    const pulled_stretch& stretch_;
};

}  // namespace

message_summary summarize(const protocol::request& message, int attempt, const vocabulary& with)
{
    auto summary = std::visit(request_words{with}, message);
    if (attempt > 1) summary.text += " (try " + std::to_string(attempt) + ")";
    return summary;
}

message_summary summarize(
    protocol::step answers,
    const protocol::result<protocol::reply>& content,
    const pulled_stretch& stretch,
    const vocabulary& with)
{
    if (content) return std::visit(reply_words{with, stretch}, *content);
    const auto why = protocol::traits(protocol::as_sync_errc(content.error())).name;
    return {std::string(protocol::name(answers)) + " error: " + std::string(why), {}, true};
}

}  // namespace syncsim::reports
