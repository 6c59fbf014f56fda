#include "protocol/codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <concepts>
#include <iterator>
#include <optional>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/nearest_name.hpp"
#include "protocol/wire_members.hpp"

namespace syncsim::protocol {
namespace {

constexpr std::size_t digest_digits = 16;
constexpr std::string_view problem_type = "urn:syncsim:error:";

/// What `parse_wire_time` can read.
constexpr duration first_wire_time =
    std::chrono::sys_days{std::chrono::year{1} / 1 / 1}.time_since_epoch();
constexpr duration last_wire_time =
    std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}.time_since_epoch() - duration{1};

/// In the order of `push_verdict::kind`.
constexpr std::array<std::string_view, 4> verdict_names{"stored", "won", "lost", "refused"};

// --- Writing -------------------------------------------------------------------------------------

/// Appends messages to a text; a visitor of wire_members.hpp.
class writer {
public:
    template <class T>
    using of = const T;

    void required(std::string_view name, const auto& field)
    {
        put_name(name);
        put(field);
    }

    template <class T>
    void nullable(std::string_view name, const std::optional<T>& field)
    {
        if (field) return required(name, *field);
        put_name(name);
        text_ += "null";
    }

    template <class T>
    void optional(std::string_view name, const std::optional<T>& field)
    {
        if (field) required(name, *field);
    }

    template <class T>
    void list(std::string_view name, const std::vector<T>& field)
    {
        if (!field.empty()) required(name, field);
    }

    void flag(std::string_view name, bool field)
    {
        if (field) required(name, true);
    }

    void json(std::string_view name, const std::string& text)
    {
        support::check(!text.empty(), "a value is JSON, and no JSON is empty");
        put_name(name);
        text_ += text;
    }

    void optional_json(std::string_view name, const std::optional<std::string>& text)
    {
        if (text) json(name, *text);
    }

    void digest(std::string_view name, const std::optional<reply_digest>& field)
    {
        if (!field) return;
        required(name, std::string_view{fmt::format("{:016x}", field->value())});
    }

    void rest(const std::string& object)
    {
        if (object.empty()) return;
        support::check(object.size() > 2 && object.front() == '{', "unknown members are an object");
        text_ += ',';
        text_.append(object, 1, object.size() - 2);
    }

    std::string take() && { return std::move(text_); }

    void put(std::string_view text) { json::append_string(text_, text); }
    void put(bool is) { text_ += is ? "true" : "false"; }
    void put(const std::integral auto& number)
    {
        fmt::format_to(std::back_inserter(text_), "{}", number);
    }
    void put(const support::uuid& id) { put(std::string_view{support::to_string(id)}); }
    void put(const support::short_text& text) { put(text.view()); }
    void put(device_time at) { put_time(at.time_since_epoch()); }
    void put(push_verdict::kind what) { put(verdict_names.at(static_cast<std::size_t>(what))); }
    void put(sync_errc code) { put(traits(code).name); }

    void put(const stamp& at)
    {
        if (at.of() == stamp::kind::sequence) return put(at.ticks());
        put_time(duration{at.ticks()});
    }

    void put(const cursor& at)
    {
        if (!at.key) return put(at.at);
        text_ += '{';
        required("at", at.at);
        required("key", *at.key);
        text_ += '}';
    }

    template <class Tag, class Rep>
    void put(const support::strong<Tag, Rep>& id)
    {
        put(id.value());
    }

    template <class T>
    void put(std::span<const T> fields)
    {
        text_ += '[';
        for (const auto& each : fields) {
            if (&each != &fields.front()) text_ += ',';
            put(each);
        }
        text_ += ']';
    }

    template <class T>
    void put(const std::vector<T>& fields)
    {
        put(std::span{fields});
    }

    template <class Message>
    void put(const Message& message)
    {
        text_ += '{';
        visit_members(*this, message);
        text_ += '}';
    }

private:
    void put_name(std::string_view name)
    {
        if (text_.back() != '{') text_ += ',';
        put(name);
        text_ += ':';
    }

    void put_time(duration since_1970)
    {
        support::check(
            since_1970 >= first_wire_time && since_1970 <= last_wire_time,
            "a time that is sent is of the years 1 to 9999");
        put(std::string_view{to_wire_time(since_1970)});
    }

    std::string text_;
};

void visit_members(writer& visit, const problem& told)
{
    const auto& means = traits(told.code);
    visit.required("type", std::string_view{fmt::format("{}{}", problem_type, means.name)});
    visit.required("title", means.message);
    visit.required("status", means.status);
    if (!told.detail.empty()) visit.required("detail", std::string_view{told.detail});
    visit.required("effect", std::string_view{means.definite ? "none" : "unknown"});
    visit.required("retry", means.retry);
}

template <class Any>
std::string write(const Any& message)
{
    writer out;
    std::visit([&](const auto& kind) { out.put(kind); }, message);
    return std::move(out).take();
}

// --- Reading -------------------------------------------------------------------------------------

/// A value for a message: what it is, and for texts and numbers, which.
std::string shown(const json::value& found)
{
    if (const auto* const text = found.text()) return json::in_quotes(*text);
    if (found.elements() != nullptr || found.members() != nullptr) {
        return std::string(json::name(found.of()));
    }
    return json::canonical(found);
}

/// Fills fields from JSON values, and keeps the first error.
class reader {
public:
    explicit reader(const codec_limits& within) : within_(within) {}

    const codec_limits& within() const { return within_; }
    bool failed() const { return error_.has_value(); }
    decode_error error() && { return *std::move(error_); }

    void fail(json::position at, sync_errc code, std::string what)
    {
        if (!error_) error_ = {code, at.line, at.column, std::move(what)};
    }

    void expected(std::string_view what, std::string_view name, const json::value& found)
    {
        fail(
            found.at,
            sync_errc::malformed,
            fmt::format("{}: expected {}, found {}", name, what, shown(found)));
    }

    void take(std::string_view name, const json::value& from, bool& into)
    {
        const auto* const is = from.boolean();
        if (is == nullptr) return expected("true or false", name, from);
        into = *is;
    }

    void take(std::string_view name, const json::value& from, begin_number& into)
    {
        std::uint64_t number = 0;
        take(name, from, number);
        into = begin_number{number};
    }

    void take(std::string_view name, const json::value& from, std::uint64_t& into)
    {
        const auto number = from.natural();
        if (!number) return expected("a whole number from 0", name, from);
        into = *number;
    }

    void take(std::string_view name, const json::value& from, device_time& into)
    {
        const auto* const text = from.text();
        const auto since_1970 = text == nullptr ? std::nullopt : parse_wire_time(*text);
        if (!since_1970) return expected(a_time, name, from);
        into = device_time{*since_1970};
    }

    void take(std::string_view name, const json::value& from, write_id& into)
    {
        const auto* const text = from.text();
        const auto id = text == nullptr ? std::nullopt : support::parse_uuid(*text);
        if (!id) return expected("a UUID", name, from);
        into = write_id{*id};
    }

    template <class Tag>
    void take(
        std::string_view name,
        const json::value& from,
        support::strong<Tag, support::short_text>& into)
    {
        const auto* const text = from.text();
        if (text == nullptr) return expected("text", name, from);
        if (text->empty() || text->size() > support::short_text::capacity) {
            return fail(
                from.at,
                sync_errc::malformed,
                fmt::format(
                    "{}: expected 1 to {} bytes, found {}",
                    name,
                    support::short_text::capacity,
                    text->size()));
        }
        into = support::strong<Tag, support::short_text>{support::short_text{*text}};
    }

    void take(std::string_view name, const json::value& from, push_verdict::kind& into)
    {
        if (const auto found = one_of(name, from, verdict_names)) {
            into = static_cast<push_verdict::kind>(*found);
        }
    }

    void take(std::string_view name, const json::value& from, sync_errc& into)
    {
        std::vector<std::string_view> names;
        for (const auto& each : all_errors()) names.push_back(each.name);
        if (const auto found = one_of(name, from, names)) into = all_errors()[*found].code;
    }

    void take(std::string_view name, const json::value& from, std::optional<stamp>& into)
    {
        if (const auto* const text = from.text()) {
            const auto since_1970 = parse_wire_time(*text);
            if (!since_1970) return expected(a_time, name, from);
            into = stamp::restored(stamp::kind::clock, since_1970->count());
            return;
        }
        const auto* const place = from.integer();
        if (place == nullptr || *place < 0) {
            return expected("a stamp, which is a time or a whole number", name, from);
        }
        into = stamp::by_sequence(*place);
    }

    void take(std::string_view name, const json::value& from, std::optional<cursor>& into);

    template <class T>
    void take(std::string_view name, const json::value& from, std::optional<T>& into)
    {
        take(name, from, into.emplace());
    }

    template <class T>
    void take(std::string_view name, const json::value& from, std::vector<T>& into)
    {
        const auto* const elements = from.elements();
        if (elements == nullptr) return expected("an array", name, from);
        if (elements->size() > within_.max_records) {
            return fail(
                from.at,
                sync_errc::too_large,
                fmt::format(
                    "{}: {} elements, where {} are allowed",
                    name,
                    elements->size(),
                    within_.max_records));
        }
        into.reserve(elements->size());
        for (const auto& each : *elements) {
            take(name, each, into.emplace_back());
            if (failed()) return;
        }
    }

    template <class Message>
    void take(std::string_view name, const json::value& from, Message& into);

private:
    static constexpr std::string_view a_time = "a time like \"2008-10-27 04:41:01\"";

    /// The position of the text among the names.
    std::optional<std::size_t> one_of(
        std::string_view name,
        const json::value& from,
        std::span<const std::string_view> names)
    {
        const auto* const text = from.text();
        if (text == nullptr) {
            expected("text", name, from);
            return std::nullopt;
        }
        const auto found = std::ranges::find(names, *text);
        if (found == names.end()) {
            fail(
                from.at,
                sync_errc::malformed,
                fmt::format(
                    "{}: {} is unknown{}",
                    name,
                    json::in_quotes(*text),
                    support::suggestion(*text, names)));
            return std::nullopt;
        }
        return static_cast<std::size_t>(found - names.begin());
    }

    const codec_limits& within_;
    std::optional<decode_error> error_;
};

/// Fills a message from a JSON object; a visitor of wire_members.hpp.
class object_reader {
public:
    template <class T>
    using of = T;

    /// REQUIRES: `from` is an object.
    object_reader(reader& in, const json::value& from) : in_(in), from_(from) {}

    template <class T>
    void required(std::string_view name, T& field)
    {
        if (const auto* const value = find_required(name)) in_.take(name, *value, field);
    }

    template <class T>
    void nullable(std::string_view name, std::optional<T>& field)
    {
        const auto* const value = find_required(name);
        if (value != nullptr && !value->is_null()) in_.take(name, *value, field);
    }

    template <class T>
    void optional(std::string_view name, std::optional<T>& field)
    {
        if (const auto* const value = find(name)) in_.take(name, *value, field);
    }

    template <class T>
    void list(std::string_view name, std::vector<T>& field)
    {
        if (const auto* const value = find(name)) in_.take(name, *value, field);
    }

    void flag(std::string_view name, bool& field)
    {
        if (const auto* const value = find(name)) in_.take(name, *value, field);
    }

    void json(std::string_view name, std::string& text)
    {
        if (const auto* const value = find_required(name)) text = kept_text(name, *value);
    }

    void optional_json(std::string_view name, std::optional<std::string>& text)
    {
        if (const auto* const value = find(name)) text = kept_text(name, *value);
    }

    void digest(std::string_view name, std::optional<reply_digest>& field)
    {
        const auto* const value = find(name);
        if (value == nullptr) return;
        const auto* const digits = value->text();
        field = digits == nullptr ? std::nullopt : parse_digest(*digits);
        if (!field) in_.expected("16 hexadecimal digits in lower case", name, *value);
    }

    void rest(std::string& text)
    {
        keeps_rest_ = true;
        if (found_ == from_.members()->size()) return;
        json::value::object unknown;
        std::ranges::copy_if(*from_.members(), std::back_inserter(unknown), [&](const auto& each) {
            return !knows(each.name);
        });
        text = kept_text("unknown members", {from_.at, std::move(unknown)});
    }

    /// Refuses what is left over, which is the likelier mistake, and then what is missing.
    void finish()
    {
        if (!keeps_rest_ && found_ != from_.members()->size()) refuse_unknown();
        if (missing_.empty()) return;
        in_.fail(
            from_.at, sync_errc::malformed, fmt::format("the member \"{}\" is missing", missing_));
    }

private:
    static constexpr std::size_t most_members = 16;

    static std::optional<reply_digest> parse_digest(std::string_view digits)
    {
        if (digits.size() != digest_digits) return std::nullopt;
        if (digits.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
            return std::nullopt;
        }
        std::uint64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        return reply_digest{value};
    }

    const json::value* find(std::string_view name)
    {
        support::check(known_ < most_members, "a message has at most sixteen members");
        names_.at(known_++) = name;
        const auto* const member = from_.find(name);
        if (member == nullptr) return nullptr;
        ++found_;
        return &member->value;
    }

    const json::value* find_required(std::string_view name)
    {
        const auto* const value = find(name);
        if (value == nullptr && missing_.empty()) missing_ = name;
        return value;
    }

    std::span<const std::string_view> known() const { return std::span{names_}.first(known_); }

    bool knows(std::string_view name) const
    {
        return std::ranges::find(known(), name) != known().end();
    }

    std::string kept_text(std::string_view name, const json::value& kept)
    {
        auto text = json::canonical(kept);
        if (text.size() > in_.within().max_value_bytes) {
            in_.fail(
                kept.at,
                sync_errc::too_large,
                fmt::format(
                    "{}: {} bytes, where {} are allowed",
                    name,
                    text.size(),
                    in_.within().max_value_bytes));
        }
        return text;
    }

    void refuse_unknown()
    {
        const auto& members = *from_.members();
        const auto unknown =
            std::ranges::find_if(members, [&](const auto& each) { return !knows(each.name); });
        in_.fail(
            unknown->name_at,
            sync_errc::malformed,
            fmt::format(
                "unknown member {}{}",
                json::in_quotes(unknown->name),
                support::suggestion(unknown->name, known())));
    }

    reader& in_;
    const json::value& from_;
    std::array<std::string_view, most_members> names_{};
    std::size_t known_ = 0;
    std::size_t found_ = 0;
    std::string_view missing_;
    bool keeps_rest_ = false;
};

void reader::take(std::string_view name, const json::value& from, std::optional<cursor>& into)
{
    std::optional<stamp> at;
    if (from.members() == nullptr) {
        take(name, from, at);
        if (at) into = cursor{.at = *at, .key = std::nullopt};
        return;
    }
    std::optional<record_key> key;
    object_reader members{*this, from};
    members.required("at", at);
    members.required("key", key);
    members.finish();
    if (at) into = cursor{.at = *at, .key = key};
}

template <class Message>
void reader::take(std::string_view name, const json::value& from, Message& into)
{
    if (from.members() == nullptr) return expected("an object", name, from);
    object_reader members{*this, from};
    visit_members(members, into);
    members.finish();
}

void take_problem(reader& in, const json::value& from, problem& into)
{
    const auto refuse = [&](std::string what) {
        in.fail(from.at, sync_errc::malformed, std::move(what));
    };
    const auto* const type = from.find("type");
    if (type == nullptr) return refuse("the member \"type\" of a problem is missing");

    std::string_view name;
    if (const auto* const text = type->value.text()) name = *text;
    const bool ours = name.starts_with(problem_type);
    if (ours) name.remove_prefix(problem_type.size());
    const auto code = ours ? find_error(name) : std::nullopt;
    if (!code) return in.expected("the URN of an error of the protocol", "type", type->value);

    into.code = *code;
    const auto* const detail = from.find("detail");
    if (detail != nullptr && detail->value.text() != nullptr) into.detail = *detail->value.text();
}

decoded<json::value> parse(std::string_view text, const codec_limits& within)
{
    if (text.size() > within.max_bytes) {
        return decode_error{
            .code = sync_errc::too_large,
            .what = fmt::format("{} bytes, where {} are allowed", text.size(), within.max_bytes)};
    }
    auto parsed = json::parse(text, {.max_bytes = within.max_bytes, .max_depth = within.max_depth});
    if (!parsed) {
        auto why = parsed.error();
        return decode_error{
            sync_errc::malformed, why.at.line, why.at.column, std::move(why.message)};
    }
    return *std::move(parsed);
}

/// Reads the text as one kind of `Any`; `name` stands for the whole in errors.
template <class Kind, class Any = Kind>
decoded<Any> read(std::string_view name, std::string_view text, const codec_limits& within)
{
    const auto parsed = parse(text, within);
    if (!parsed) return parsed.error();

    Kind message;
    reader in{within};
    in.take(name, *parsed, message);
    if (in.failed()) return std::move(in).error();
    return Any{std::move(message)};
}

}  // namespace

std::string to_string(const decode_error& why)
{
    return fmt::format("line {}, column {}: {}", why.line, why.column, why.what);
}

void throw_exception_from_error(const decode_error& unexpected, const boost::source_location& where)
{
    support::check_failed(
        to_string(unexpected) + ", taken for a value at " + where.to_string(),
        std::source_location::current());
}

std::string encode(const request& message)
{
    return write(message);
}

std::string encode(const reply& message)
{
    return write(message);
}

decoded<request> decode_request(step at, std::string_view text, const codec_limits& within)
{
    switch (at) {
    case step::begin: return read<begin_request, request>("begin request", text, within);
    case step::push: return read<push_request, request>("push request", text, within);
    case step::pull: return read<pull_request, request>("pull request", text, within);
    case step::complete: return read<complete_request, request>("complete request", text, within);
    }
    support::check_failed("a step is one of four", std::source_location::current());
}

decoded<reply> decode_reply(step at, std::string_view text, const codec_limits& within)
{
    switch (at) {
    case step::begin: return read<begin_reply, reply>("begin reply", text, within);
    case step::push: return read<push_reply, reply>("push reply", text, within);
    case step::pull: return read<pull_reply, reply>("pull reply", text, within);
    case step::complete: return read<complete_reply, reply>("complete reply", text, within);
    }
    support::check_failed("a step is one of four", std::source_location::current());
}

std::string encode_records(std::span<const record> records)
{
    writer out;
    out.put(records);
    return std::move(out).take();
}

decoded<std::vector<record>> decode_records(std::string_view text, const codec_limits& within)
{
    return read<std::vector<record>>("records", text, within);
}

std::string encode(const problem& told)
{
    writer out;
    out.put(told);
    return std::move(out).take();
}

decoded<problem> decode_problem(std::string_view text, const codec_limits& within)
{
    const auto parsed = parse(text, within);
    if (!parsed) return parsed.error();

    problem told;
    reader in{within};
    take_problem(in, *parsed, told);
    if (in.failed()) return std::move(in).error();
    return told;
}

}  // namespace syncsim::protocol
