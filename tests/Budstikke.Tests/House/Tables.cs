using System.Text.RegularExpressions;

namespace Budstikke.Tests.House;

/// <summary>Which tables a type writes, by the SQL in its string literals.</summary>
internal static partial class Tables
{
    public static IEnumerable<string> Written(Type type) => Knowledge.Of(type).Texts.SelectMany(Written).Distinct();

    /// <summary>The tables that a text inserts into, updates or deletes from.</summary>
    public static IEnumerable<string> Written(string sql) =>
        Write().Matches(sql).Select(match => match.Groups["table"].Value.ToLowerInvariant());

    [GeneratedRegex(
        @"\b(?:INSERT\s+INTO|DELETE\s+FROM)\s+(?<table>\w+)|\bUPDATE\s+(?<table>\w+)\s+(?:(?:AS\s+)?\w+\s+)?SET\s",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Write();
}
