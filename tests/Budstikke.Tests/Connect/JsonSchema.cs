using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Budstikke.Tests.Connect;

/// <summary>As much of JSON Schema 2020-12 as our document uses; a word that is not known fails, so that none is passed
/// over.</summary>
internal static class JsonSchema
{
    private static readonly string[] s_saysNothing =
    [
        "description",
        "example",
        "x-errors",
        "format",
        "properties",
        "additionalProperties",
        "then",
    ];

    /// <param name="document">Where references lead.</param>
    public static IEnumerable<string> Faults(JsonNode? value, JsonNode schema, JsonNode document, string at = "$") =>
        schema.AsObject().SelectMany(word => FaultsOf(word.Key, word.Value!, value, schema, document, at));

    private static IEnumerable<string> FaultsOf(
        string word,
        JsonNode says,
        JsonNode? value,
        JsonNode schema,
        JsonNode document,
        string at
    ) =>
        word switch
        {
            "$ref" => Faults(value, Referred(document, says.GetValue<string>()), document, at),
            "type" => If(!TypesOf(says).Contains(TypeOf(value)), $"{at} is {TypeOf(value)}, not {says}"),
            "const" => If(!JsonNode.DeepEquals(value, says), $"{at} is {value}, not {says}"),
            "enum" => If(
                !says.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
                $"{at} is {value}: not in {says}"
            ),
            "required" => says.AsArray()
                .Where(name => value is JsonObject fields && !fields.ContainsKey(name!.GetValue<string>()))
                .Select(name => $"{at} lacks {name}"),
            "items" => Each(value as JsonArray, (item, i) => Faults(item, says, document, $"{at}[{i}]")),
            "oneOf" => If(
                says.AsArray().Count(one => !Faults(value, one!, document, at).Any()) != 1,
                $"{at} is not one of the choices"
            ),
            "patternProperties" => ((JsonObject)value!).SelectMany(field =>
                says.AsObject()
                    .Where(one => Regex.IsMatch(field.Key, one.Key))
                    .SelectMany(one => Faults(field.Value, one.Value!, document, $"{at}.{field.Key}"))
            ),
            "if" => Faults(value, says, document, at).Any() ? [] : Faults(value, schema["then"]!, document, at),
            "pattern" => If(
                IsText(value, out var text) && !Regex.IsMatch(text, says.GetValue<string>()),
                $"{at}: {says}"
            ),
            "minLength" => If(IsText(value, out var text) && text.Length < says.GetValue<int>(), $"{at} is short"),
            "maxLength" => If(IsText(value, out var text) && text.Length > says.GetValue<int>(), $"{at} is long"),
            "minItems" or "minProperties" => If(CountOf(value) < says.GetValue<int>(), $"{at} has few"),
            "maxItems" or "maxProperties" => If(CountOf(value) > says.GetValue<int>(), $"{at} has many"),
            "multipleOf" => If(
                IsNumber(value, out var number) && number % says.GetValue<decimal>() != 0,
                $"{at} is no multiple"
            ),
            "minimum" => If(IsNumber(value, out var number) && number < says.GetValue<decimal>(), $"{at} is low"),
            "maximum" => If(IsNumber(value, out var number) && number > says.GetValue<decimal>(), $"{at} is high"),
            "exclusiveMinimum" => If(
                IsNumber(value, out var number) && number <= says.GetValue<decimal>(),
                $"{at} is low"
            ),
            _ when s_saysNothing.Contains(word) => word == "properties" ? Properties(value, schema, document, at) : [],
            _ => [$"{at}: {word} is not known"],
        };

    private static IEnumerable<string> Properties(JsonNode? value, JsonNode schema, JsonNode document, string at) =>
        value is not JsonObject fields
            ? []
            : fields.SelectMany(field =>
                schema["properties"]![field.Key] is { } property
                    ? Faults(field.Value, property, document, $"{at}.{field.Key}")
                    : If(IsClosed(schema), $"{at}.{field.Key} is not described")
            );

    private static bool IsClosed(JsonNode schema) => schema["additionalProperties"]?.GetValue<bool>() is false;

    private static JsonNode Referred(JsonNode document, string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (node, name) => node[name]!);

    private static IEnumerable<string> Each(JsonArray? items, Func<JsonNode?, int, IEnumerable<string>> faults) =>
        (items ?? []).SelectMany(faults);

    private static IEnumerable<string> If(bool isWrong, string fault) => isWrong ? [fault] : [];

    private static IEnumerable<string> TypesOf(JsonNode says) =>
        says is JsonArray types ? types.Select(type => type!.GetValue<string>()) : [says.GetValue<string>()];

    private static string TypeOf(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        };

    private static int CountOf(JsonNode? value) =>
        value switch
        {
            JsonArray items => items.Count,
            JsonObject fields => fields.Count,
            _ => 0,
        };

    private static bool IsText(JsonNode? value, out string text)
    {
        text = value?.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : "";
        return value?.GetValueKind() is JsonValueKind.String;
    }

    private static bool IsNumber(JsonNode? value, out decimal number)
    {
        number = value?.GetValueKind() is JsonValueKind.Number ? decimal.Parse(value.ToJsonString()) : 0;
        return value?.GetValueKind() is JsonValueKind.Number;
    }
}
