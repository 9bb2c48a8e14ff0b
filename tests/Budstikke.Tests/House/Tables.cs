using System.Text.RegularExpressions;
using Budstikke.Storage;

namespace Budstikke.Tests.House;

/// <summary>Which tables a type writes, by the SQL in its string literals.</summary>
internal static partial class Tables
{
    public static IEnumerable<string> Written(Type type) => Knowledge.Of(type).Texts.SelectMany(Written).Distinct();

    /// <summary>Those that it declares for its inserts and its changes of rows.</summary>
    public static IEnumerable<string> Declared(Type type)
    {
        var knowledge = Knowledge.Of(type);
        return knowledge.Types.Contains(typeof(Table)) || knowledge.Types.Contains(typeof(CompareAndSet))
            ? knowledge.Texts.Intersect(StoreTables.Known.Select(stored => stored.Table.Name))
            : [];
    }

    /// <summary>The tables that its texts read, and the names that they give to what they have selected.</summary>
    public static IEnumerable<string> Read(Type type) =>
        Knowledge
            .Of(type)
            .Texts.SelectMany(text => Read().Matches(text))
            .Select(match => match.Groups["table"].Value.ToLowerInvariant())
            .Distinct();

    /// <summary>The tables that a text inserts into, updates or deletes from.</summary>
    public static IEnumerable<string> Written(string sql) =>
        Write().Matches(sql).Select(match => match.Groups["table"].Value.ToLowerInvariant());

    [GeneratedRegex(
        @"\b(?:INSERT\s+INTO|DELETE\s+FROM)\s+(?<table>\w+)|\bUPDATE\s+(?<table>\w+)\s+(?:(?:AS\s+)?\w+\s+)?SET\s",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Write();

    [GeneratedRegex(@"\b(?:FROM|JOIN)\s+(?<table>\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Read();
}
