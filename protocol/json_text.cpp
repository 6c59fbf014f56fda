#include "protocol/json_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "protocol/support/check.hpp"

namespace syncsim::protocol::json {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr bool is_continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Follows a text and knows the place of each offset, as long as offsets do not decrease.
class locator {
public:
    explicit locator(std::string_view text) : text_(text) {}

    position locate(std::size_t offset)
    {
        for (; offset_ < std::min(offset, text_.size()); ++offset_) {
            if (text_[offset_] == '\n') {
                ++reached_.line;
                reached_.column = 1;
            } else if (!is_continuation(text_[offset_])) {
                ++reached_.column;
            }
        }
        return reached_;
    }

private:
    std::string_view text_;
    std::size_t offset_ = 0;
    position reached_;
};

position locate(std::string_view text, std::size_t offset)
{
    return locator{text}.locate(offset);
}

/// How many bytes the code point at the front takes; 0 if it is not UTF-8 (RFC 3629, section 4).
std::size_t code_point_size(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;

    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if (!is_continuation(text[i])) return 0;
    }
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;  // overlong
    if (lead == 0xED && byte(1) > 0x9F) return 0;  // a surrogate
    if (lead == 0xF0 && byte(1) < 0x90) return 0;  // overlong
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;  // beyond U+10FFFF
    return size;
}

/// The offset of the first byte that is not UTF-8, or the size of the text.
std::size_t valid_prefix(std::string_view text)
{
    std::size_t offset = 0;
    while (offset < text.size()) {
        const auto size = code_point_size(text.substr(offset));
        if (size == 0) break;
        offset += size;
    }
    return offset;
}

/// The offset behind blanks and comments; that of a comment which is not closed.
std::size_t skip_blank(std::string_view text, std::size_t from, bool comments)
{
    while (from < text.size()) {
        const auto rest = text.substr(from);
        if (std::string_view{" \t\r\n"}.contains(rest.front())) {
            ++from;
        } else if (comments && rest.starts_with("//")) {
            // The library ends such a comment at a carriage return as well.
            from += std::min(rest.find_first_of("\r\n"), rest.size());
        } else if (comments && rest.starts_with("/*")) {
            const auto close = rest.find("*/", 2);
            if (close == std::string_view::npos) return from;
            from += close + 2;
        } else {
            break;
        }
    }
    return from;
}

std::size_t string_end(std::string_view text, std::size_t from)
{
    ++from;
    while (text[from] != '"') from += text[from] == '\\' ? 2U : 1U;
    return from + 1;
}

std::size_t number_end(std::string_view text, std::size_t from)
{
    const auto at = [&](std::string_view any_of) {
        return from < text.size() && any_of.contains(text[from]);
    };
    const auto skip_digits = [&] {
        while (at("0123456789")) ++from;
    };
    if (at("-")) ++from;
    if (at("0")) {
        ++from;
    } else {
        skip_digits();
    }
    if (at(".")) {
        ++from;
        skip_digits();
    }
    if (at("eE")) {
        ++from;
        if (at("+-")) ++from;
        skip_digits();
    }
    return from;
}

/// The offset behind the text, number or literal that begins at `from`.
///
/// REQUIRES: it is a valid one.
std::size_t scalar_end(std::string_view text, std::size_t from)
{
    switch (text[from]) {
    case '"': return string_end(text, from);
    case 'n':
    case 't': return from + 4;
    case 'f': return from + 5;
    default: return number_end(text, from);
    }
}

constexpr bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '+' || c == '-' || c == '.';
}

/// The number or bare word at `from`.
std::string_view word(std::string_view text, std::size_t from)
{
    const auto rest = text.substr(from);
    const auto end = std::ranges::find_if_not(rest, in_word);
    return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

/// What stands at `from`, for a message.
std::string found(std::string_view text, std::size_t from)
{
    if (from >= text.size()) return "the end of the text";
    if (const auto bare = word(text, from); !bare.empty()) return in_quotes(bare);
    if (text[from] == '"') return "text";
    return in_quotes(text.substr(from, code_point_size(text.substr(from))));
}

/// Builds the tree from the library's events.
///
/// The library tells no positions, but its tokens come in the order of the text and are valid, so
/// the place of each is found by walking along.
class builder {
public:
    builder(std::string_view text, const options& how) : text_(text), how_(how), places_(text) {}

    bool null() { return scalar(nullptr); }
    bool boolean(bool is) { return scalar(is); }
    bool number_integer(std::int64_t number) { return scalar(number); }
    bool number_unsigned(std::uint64_t number)
    {
        if (!std::in_range<std::int64_t>(number)) return scalar(number);
        return scalar(static_cast<std::int64_t>(number));
    }
    bool number_float(double number, const std::string& written)
    {
        // The library turns a whole number that fits nowhere into a double, and loses digits.
        if (written.find_first_of(".eE") == std::string::npos) {
            return fail(
                next_token(), "the whole number " + in_quotes(written) + " needs over 64 bits");
        }
        return scalar(number);
    }
    bool string(std::string& text) { return scalar(std::move(text)); }
    bool binary(nlohmann::json::binary_t&) { return false; }

    bool start_object(std::size_t) { return open(value::object{}); }
    bool start_array(std::size_t) { return open(value::array{}); }
    bool end_object()
    {
        if (!names_differ(std::get<value::object>(open_.back()->content))) return false;
        return close();
    }
    bool end_array() { return close(); }

    bool key(std::string& name)
    {
        const auto begin = next_token();
        auto& members = std::get<value::object>(open_.back()->content);
        members.push_back({std::move(name), places_.locate(begin), {}});
        passed(string_end(text_, begin), last::name);
        return true;
    }

    bool parse_error(std::size_t read, const std::string&, const nlohmann::json::exception& why)
    {
        diagnose(read, why.what());
        return false;
    }

    result<value> take(bool parsed) &&
    {
        if (parsed) return std::move(root_);
        return std::move(error_);
    }

private:
    enum class last : std::uint8_t { nothing, opening, name, value };

    /// Where the token of the event that is being told begins.
    std::size_t next_token() const
    {
        auto begin = skip_blank(text_, end_, how_.allow_comments);
        while (text_[begin] == ',' || text_[begin] == ':') {
            begin = skip_blank(text_, begin + 1, how_.allow_comments);
        }
        return begin;
    }

    void passed(std::size_t end, last what)
    {
        end_ = end;
        last_ = what;
    }

    value& place_for_value()
    {
        if (open_.empty()) return root_;
        if (auto* const array = std::get_if<value::array>(&open_.back()->content)) {
            return array->emplace_back();
        }
        return std::get<value::object>(open_.back()->content).back().value;
    }

    template <class T>
    bool scalar(T content)
    {
        const auto begin = next_token();
        auto& made = place_for_value();
        made.at = places_.locate(begin);
        made.content.template emplace<T>(std::move(content));
        passed(scalar_end(text_, begin), last::value);
        return true;
    }

    template <class T>
    bool open(T content)
    {
        const auto begin = next_token();
        if (std::cmp_greater_equal(open_.size(), how_.max_depth)) {
            return fail(
                begin, "more than " + std::to_string(how_.max_depth) + " levels are nested");
        }
        auto& made = place_for_value();
        made.at = places_.locate(begin);
        made.content.template emplace<T>(std::move(content));
        open_.push_back(&made);
        passed(begin + 1, last::opening);
        return true;
    }

    bool close()
    {
        open_.pop_back();
        passed(next_token() + 1, last::value);
        return true;
    }

    /// Sorting keeps an object of very many members from taking very long.
    bool names_differ(const value::object& members)
    {
        by_name_.clear();
        for (const auto& each : members) by_name_.push_back(&each);
        std::ranges::sort(by_name_, [](const member* a, const member* b) {
            return std::pair{std::string_view{a->name}, a} <
                   std::pair{std::string_view{b->name}, b};
        });
        const auto twice = std::ranges::adjacent_find(by_name_, {}, &member::name);
        if (twice == by_name_.end()) return true;

        const auto& first = **twice;
        const auto& second = **std::next(twice);
        error_ = {
            second.name_at,
            "the name " + in_quotes(second.name) + " stands twice in this object, first at " +
                std::to_string(first.name_at.line) + ":" + std::to_string(first.name_at.column)};
        return false;
    }

    bool fail(std::size_t offset, std::string message)
    {
        error_ = {locate(text_, offset), std::move(message)};
        return false;
    }

    bool in_array() const { return open_.back()->of() == kind::array; }
    std::string closer() const { return in_array() ? "']'" : "'}'"; }

    /// Says in our words what the library stumbled over, having read `read` bytes.
    bool diagnose(std::size_t read, std::string_view why)
    {
        // Behind this the library quotes the text, which may say anything.
        why = why.substr(0, why.find("; last read"));

        auto offset = skip_blank(text_, end_, how_.allow_comments);
        if (last_ == last::value) {
            if (open_.empty()) return expected("the end of the text", offset);
            if (!stands(',', offset)) return expected("',' or " + closer(), offset);
            const auto comma = offset;
            offset = skip_blank(text_, offset + 1, how_.allow_comments);
            if (stands(']', offset) || stands('}', offset)) {
                return fail(comma, "trailing comma before " + closer() + "; leave it out");
            }
        } else if (last_ == last::name) {
            if (!stands(':', offset)) return expected("':' after the name", offset);
            offset = skip_blank(text_, offset + 1, how_.allow_comments);
        }

        if (stands('"', offset)) return bad_string(offset, read, why);
        const bool in_object = !open_.empty() && !in_array();
        if (in_object && last_ != last::name) return expected("a name in double quotes", offset);
        if (why.contains("number")) {
            return fail(offset, in_quotes(word(text_, offset)) + " is no number that can be read");
        }
        return expected("a value", offset);
    }

    bool stands(char c, std::size_t offset) const
    {
        return offset < text_.size() && text_[offset] == c;
    }

    bool expected(const std::string& what, std::size_t offset)
    {
        if (offset >= text_.size() && !open_.empty()) return unclosed(offset);
        if (stands('/', offset)) return comment(offset);
        return fail(offset, "expected " + what + ", found " + found(text_, offset));
    }

    bool unclosed(std::size_t offset)
    {
        const auto& inside = *open_.back();
        return fail(
            offset,
            "the text ends inside " + std::string(name(inside.of())) + " that begins at " +
                std::to_string(inside.at.line) + ":" + std::to_string(inside.at.column));
    }

    bool comment(std::size_t offset)
    {
        if (!how_.allow_comments) return fail(offset, "comments are not allowed here");
        return fail(offset, "a comment is not closed, or is not one");
    }

    bool bad_string(std::size_t begin, std::size_t read, std::string_view why)
    {
        if (why.contains("missing closing quote"))
            return fail(begin, "the text is not closed by '\"'");
        const auto offset = read - 1;
        if (why.contains("control character")) {
            return fail(offset, "a line break or other control character in text is escaped");
        }
        if (why.contains("surrogate"))
            return fail(offset, "half of a surrogate pair; write both halves, or the character");
        return fail(offset, "no such escape in JSON");
    }

    std::string_view text_;
    const options& how_;
    locator places_;
    value root_;
    /// The arrays and objects that are open. While one is, the vector it stands in does not grow.
    std::vector<value*> open_;
    std::vector<const member*> by_name_;
    std::size_t end_ = 0;
    last last_ = last::nothing;
    error error_;
};

void append(std::string& out, const value& of);

void append(std::string& out, const value::array& elements)
{
    out += '[';
    for (const auto& each : elements) {
        if (&each != &elements.front()) out += ',';
        append(out, each);
    }
    out += ']';
}

void append(std::string& out, const value::object& members)
{
    std::vector<const member*> sorted;
    sorted.reserve(members.size());
    for (const auto& each : members) sorted.push_back(&each);
    std::ranges::sort(sorted, {}, &member::name);

    out += '{';
    for (const auto* each : sorted) {
        if (each != sorted.front()) out += ',';
        append_string(out, each->name);
        out += ':';
        append(out, each->value);
    }
    out += '}';
}

void append(std::string& out, const value& of)
{
    struct visitor {
        std::string& out;

        void operator()(std::nullptr_t) const { out += "null"; }
        void operator()(bool is) const { out += is ? "true" : "false"; }
        void operator()(std::int64_t number) const { out += std::to_string(number); }
        void operator()(std::uint64_t number) const { out += std::to_string(number); }
        void operator()(double number) const { out += nlohmann::json(number).dump(); }
        void operator()(const std::string& text) const { append_string(out, text); }
        void operator()(const value::array& elements) const { append(out, elements); }
        void operator()(const value::object& members) const { append(out, members); }
    };
    std::visit(visitor{out}, of.content);
}

}  // namespace

void throw_exception_from_error(const error& unexpected, const boost::source_location& where)
{
    support::check_failed(
        unexpected.message + ", taken for a value at " + where.to_string(),
        std::source_location::current());
}

std::string_view name(kind which) noexcept
{
    switch (which) {
    case kind::null: return "null";
    case kind::boolean: return "true or false";
    case kind::integer:
    case kind::unsigned_integer: return "a whole number";
    case kind::real: return "a number with a fraction";
    case kind::text: return "text";
    case kind::array: return "an array";
    case kind::object: return "an object";
    }
    return "?";
}

std::optional<std::uint64_t> value::natural() const noexcept
{
    if (const auto* const large = std::get_if<std::uint64_t>(&content)) return *large;
    if (const auto* const small = integer(); small != nullptr && *small >= 0) {
        return static_cast<std::uint64_t>(*small);
    }
    return std::nullopt;
}

std::optional<double> value::number() const noexcept
{
    if (const auto* const real = std::get_if<double>(&content)) return *real;
    if (const auto* const small = integer()) return static_cast<double>(*small);
    if (const auto large = natural()) return static_cast<double>(*large);
    return std::nullopt;
}

const member* value::find(std::string_view name) const noexcept
{
    const auto* const all = members();
    if (all == nullptr) return nullptr;
    const auto it = std::ranges::find(*all, name, &member::name);
    return it == all->end() ? nullptr : &*it;
}

result<value> parse(std::string_view text, const options& how)
{
    if (text.size() > how.max_bytes) {
        return error{
            {},
            std::to_string(text.size()) + " bytes, where " + std::to_string(how.max_bytes) +
                " are allowed"};
    }
    if (text.starts_with(byte_order_mark)) {
        return error{{}, "the text begins with a byte order mark; save it without one"};
    }
    if (const auto valid = valid_prefix(text); valid < text.size()) {
        return error{locate(text, valid), "the text is not UTF-8 here; save it as UTF-8"};
    }
    // The library takes a NUL byte for the end of the text.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        return error{locate(text, nul), "a NUL byte; leave it out"};
    }
    if (const auto first = skip_blank(text, 0, how.allow_comments); first == text.size()) {
        return error{locate(text, first), "the text is empty"};
    }

    builder made{text, how};
    const bool parsed = nlohmann::json::sax_parse(
        text.data(),
        text.data() + text.size(),
        &made,
        nlohmann::json::input_format_t::json,
        true,
        how.allow_comments);
    return std::move(made).take(parsed);
}

std::string canonical(const value& of)
{
    std::string out;
    append(out, of);
    return out;
}

void append_string(std::string& out, std::string_view text)
{
    constexpr auto hex = std::string_view{"0123456789abcdef"};
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (const auto byte = static_cast<unsigned char>(c); byte < 0x20) {
                out += "\\u00";
                out += hex[byte >> 4U];
                out += hex[byte & 0xFU];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

std::string in_quotes(std::string_view text)
{
    constexpr std::size_t longest = 40;
    if (text.size() <= longest) {
        std::string whole;
        append_string(whole, text);
        return whole;
    }
    auto end = longest;
    while (end > 0 && is_continuation(text[end])) --end;
    std::string part;
    append_string(part, text.substr(0, end));
    part.insert(part.size() - 1, "…");
    return part;
}

}  // namespace syncsim::protocol::json
