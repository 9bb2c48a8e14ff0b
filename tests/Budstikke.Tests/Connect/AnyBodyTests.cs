using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Connect.Reading;

namespace Budstikke.Tests.Connect;

/// <summary>Bodies that nobody thought of.</summary>
public sealed class AnyBodyTests
{
    private const int Tries = 2_000;

    private static readonly string[] s_oddValues =
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
        "79228162514264337593543950335",
    ];

    [Fact]
    public void A_body_with_odd_values_in_any_places_never_throws_and_is_an_order_or_has_errors()
    {
        var chance = new Random(20260319);
        for (var i = 0; i < Tries; i++)
            Judge(Encoding.UTF8.GetBytes(WithOddValues(chance)));
    }

    [Fact]
    public void A_body_with_bytes_changed_cut_or_doubled_never_throws()
    {
        var chance = new Random(20260320);
        for (var i = 0; i < Tries; i++)
            Judge(WithOddBytes(chance));
    }

    private static void Judge(byte[] body)
    {
        var shown = Encoding.UTF8.GetString(body);
        foreach (var table in new[] { FieldTable.Invoice, FieldTable.Faktura, FieldTable.Ehf })
        {
            var request = Should.NotThrow(
                () => SendInvoiceRequest.Read(body, Bodies.VatRates, Bodies.Now, table),
                shown
            );
            (request.Order is null).ShouldBe(request.Errors.Count > 0, shown);
            request.Errors.ShouldBeUnique(shown);
        }
    }

    /// <summary>Texts are put in place of texts, so that also what JsonNode would refuse can stand there.</summary>
    private static string WithOddValues(Random chance)
    {
        var body = JsonNode.Parse(Bodies.Valid)!;
        var odd = new List<string>();
        for (var n = chance.Next(1, 4); n > 0; n--)
        {
            var leaves = Leaves(body).ToArray();
            if (leaves.Length == 0)
                break;
            leaves[chance.Next(leaves.Length)].ReplaceWith($"@{odd.Count}@");
            odd.Add(s_oddValues[chance.Next(s_oddValues.Length)]);
        }
        var json = body.ToJsonString();
        for (var i = 0; i < odd.Count; i++)
            json = json.Replace($"\"@{i}@\"", odd[i], StringComparison.Ordinal);
        return json;
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) =>
        node switch
        {
            JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Leaves(p.Value!).Append(p.Value!)),
            JsonArray a => a.Where(item => item is not null).SelectMany(item => Leaves(item!).Append(item!)),
            _ => [],
        };

    private static byte[] WithOddBytes(Random chance)
    {
        var body = Encoding.UTF8.GetBytes(Bodies.Valid).ToList();
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
                    body[at] = (byte)"{}[]\",:\\0-e.u"[chance.Next(13)];
                    break;
                case 2:
                    body.RemoveRange(at, length);
                    break;
                default:
                    body.InsertRange(at, body.GetRange(at, length));
                    break;
            }
        }
        return [.. body];
    }
}
