using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Budstikke.Connect.Reading;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>
/// One case of a table: what is changed in the sample order, and the texts that come of it. In a table, lines like
/// <c>path = value | value</c> stand for one case each value; lines below each other are changes of one case; the
/// indented lines after them are its texts, or <c>passes</c>. A value is <c>absent</c> or JSON, taken as it is;
/// <c>"x"*501 + "y"</c> repeats.
/// </summary>
internal sealed partial record FieldCase(
    IReadOnlyList<(string Path, string Value)> Changes,
    IReadOnlyList<string> Texts
)
{
    private const string Passes = "passes";
    private const string Hole = "value to come";

    private static readonly string s_sample = PublishedOrder.Json;

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static readonly decimal[] VatRates = [0, 12, 15, 25];

    public static IReadOnlyList<FieldCase> All(string table)
    {
        var cases = new List<FieldCase>();
        var changes = new List<(string Path, string[] Values)>();
        var texts = new List<string>();
        foreach (var line in CaseLines.Of(table).Append("end = end").Where(line => line.Trim().Length > 0))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                texts.Add(line.Trim());
                continue;
            }
            if (texts.Count > 0)
            {
                cases.AddRange(Spread(changes, texts is [Passes] ? [] : [.. texts]));
                changes = [];
                texts = [];
            }
            var parts = line.Split(" = ", 2);
            changes.Add((parts[0], parts[1].Split(" | ")));
        }
        return cases;
    }

    public SendInvoiceRequest Read(FieldTable? table = null) =>
        SendInvoiceRequest.Read(Body(), new(VatRates, Now), table ?? FieldTable.Invoice);

    public byte[] Body()
    {
        var body = JsonNode.Parse(s_sample)!;
        foreach (var (i, (path, value)) in Changes.Index())
            Change(body, path, value == "absent" ? null : $"{Hole} {i}");
        var text = body.ToJsonString();
        foreach (var (i, (_, value)) in Changes.Index())
            text = text.Replace($"\"{Hole} {i}\"", Repeated(value), StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    public override string ToString() => string.Join(", ", Changes.Select(change => $"{change.Path} = {change.Value}"));

    private static IEnumerable<FieldCase> Spread(List<(string Path, string[] Values)> changes, string[] texts) =>
        from i in Enumerable.Range(0, changes.Max(change => change.Values.Length))
        select new FieldCase(
            [.. changes.Select(change => (change.Path, change.Values[i % change.Values.Length]))],
            texts
        );

    private static void Change(JsonNode body, string path, string? value)
    {
        var steps = path.Split('.');
        var parent = steps[..^1]
            .Aggregate(body, (node, step) => node is JsonArray list ? list[Number(step)]! : node[step]!);
        if (parent is JsonArray lines)
            lines[Number(steps[^1])] = value;
        else if (value is null)
            parent.AsObject().Remove(steps[^1]);
        else
            parent[steps[^1]] = value;
    }

    private static int Number(string step) => int.Parse(step, CultureInfo.InvariantCulture);

    private static string Repeated(string value)
    {
        if (!Repetition().IsMatch(value))
            return value;
        var parts = value.Split(" + ").Select(part => part.Split("*"));
        var texts = parts.Select(part =>
            string.Concat(Enumerable.Repeat(part[0].Trim('"'), part.Length > 1 ? Number(part[1]) : 1))
        );
        return $"\"{string.Concat(texts)}\"";
    }

    [GeneratedRegex("""^("[^"]*"(\*\d+)?( \+ )?)+(?<=\*\d+.*)$""")]
    private static partial Regex Repetition();
}
