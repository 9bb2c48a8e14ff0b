using System.Text;
using System.Text.Json.Nodes;

namespace Budstikke.Tests.Fuzz;

/// <summary>Bodies that nobody thought of, each made from a good one.</summary>
internal static class OddBodies
{
    private const int MaxDepth = 200;
    private const int MaxRepeats = 20_000;
    private const string NoTexts = "{}[]\",:\\0-e.u";

    private static readonly string[] s_values =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "1e400",
        "-1e-400",
        "\"\"",
        "\" \"",
        "\"1e5\"",
        "\"x\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "{\"0\": {}}",
        "{\"a\": 1}",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"\\r\\nX-Odd: 1\"",
        "\"https://example.com/?a&a\"",
        "\"http://[\"",
        "\"a@b\"",
        "\"@\"",
        "99999999999999999999999999",
        "0.000000000000000000000000000000000001",
        "\"１\"",
        "\"private\"",
        "\"corporate\"",
        "\"NO\"",
        "\"http://xn--/\"",
        "\"?\"",
        "\"%\"",
        "\"' OR 1=1 --\"",
        "79228162514264337593543950335",
    ];

    public static byte[] Of(Random chance, string good) =>
        chance.Next(6) switch
        {
            0 => WithOddBytes(chance, good),
            1 => Encoding.UTF8.GetBytes(WithKeysDoubled(chance, good)),
            2 => Encoding.UTF8.GetBytes(Deep(chance, good)),
            _ => Encoding.UTF8.GetBytes(WithOddValues(chance, good)),
        };

    /// <summary>Texts are put in place of texts, so that also what JsonNode would refuse can stand there.</summary>
    public static string WithOddValues(Random chance, string good)
    {
        var body = JsonNode.Parse(good)!;
        var odd = new List<string>();
        for (var n = chance.Next(1, 4); n > 0; n--)
        {
            var leaves = Leaves(body).ToArray();
            if (leaves.Length == 0)
                break;
            leaves[chance.Next(leaves.Length)].ReplaceWith($"@{odd.Count}@");
            odd.Add(s_values[chance.Next(s_values.Length)]);
        }
        var json = body.ToJsonString();
        for (var i = 0; i < odd.Count; i++)
            json = json.Replace($"\"@{i}@\"", odd[i], StringComparison.Ordinal);
        return json;
    }

    public static byte[] WithOddBytes(Random chance, string good)
    {
        var body = Encoding.UTF8.GetBytes(good).ToList();
        for (var n = chance.Next(1, 6); n > 0; n--)
        {
            var at = chance.Next(body.Count);
            var length = Math.Min(chance.Next(20), body.Count - at);
            switch (chance.Next(4))
            {
                case 0:
                    body[at] = (byte)chance.Next(256);
                    break;
                case 1:
                    body[at] = (byte)NoTexts[chance.Next(NoTexts.Length)];
                    break;
                case 2 when length < body.Count:
                    body.RemoveRange(at, length);
                    break;
                default:
                    body.InsertRange(at, body.GetRange(at, length));
                    break;
            }
        }
        return [.. body];
    }

    /// <summary>A key stands twice, with another value, at the beginning or the end of its object.</summary>
    private static string WithKeysDoubled(Random chance, string good)
    {
        var objects = Leaves(JsonNode.Parse(good)!).OfType<JsonObject>().Where(one => one.Count > 0).ToArray();
        var names =
            objects.Length == 0 ? ["a"] : objects[chance.Next(objects.Length)].Select(pair => pair.Key).ToArray();
        var twin = $"\"{names[chance.Next(names.Length)]}\": {s_values[chance.Next(s_values.Length)]}";
        var at = chance.Next(2) == 0 ? good.IndexOf('{', StringComparison.Ordinal) + 1 : good.LastIndexOf('}');
        return at == good.LastIndexOf('}') ? $"{good[..at]}, {twin}{good[at..]}" : $"{good[..at]}{twin}, {good[at..]}";
    }

    /// <summary>A value so deep or so long that a careless reader would drown.</summary>
    private static string Deep(Random chance, string good)
    {
        var depth = chance.Next(1, MaxDepth);
        var value = chance.Next(3) switch
        {
            0 => new string('[', depth) + new string(']', depth),
            1 => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth),
            _ => $"\"{new string('å', chance.Next(MaxRepeats))}\"",
        };
        var body = JsonNode.Parse(good)!;
        var leaves = Leaves(body).ToArray();
        if (leaves.Length == 0)
            return value;
        leaves[chance.Next(leaves.Length)].ReplaceWith("@0@");
        return body.ToJsonString().Replace("\"@0@\"", value, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) =>
        node switch
        {
            JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Leaves(p.Value!).Append(p.Value!)),
            JsonArray a => a.Where(item => item is not null).SelectMany(item => Leaves(item!).Append(item!)),
            _ => [],
        };
}
