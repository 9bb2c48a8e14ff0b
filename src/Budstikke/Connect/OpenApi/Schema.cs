using System.Text.Json;
using System.Text.Json.Nodes;

namespace Budstikke.Connect.OpenApi;

/// <summary>The few ways in which JSON Schema is written.</summary>
internal static class Schema
{
    public static JsonObject Of(params (string Word, JsonNode? Value)[] words) =>
        new([.. words.Select(word => KeyValuePair.Create(word.Word, word.Value))]);

    public static JsonObject Ref(string schema) => Of(("$ref", $"#/components/schemas/{schema}"));

    public static JsonObject EmptyObject() => Of(("type", "object"), ("properties", new JsonObject()));

    public static void AddProperty(JsonObject schema, string name, JsonObject property, bool isRequired)
    {
        schema["properties"]![name] = property;
        if (isRequired)
            Require(schema, name);
    }

    /// <summary>The object within an object, made where it is not there.</summary>
    public static JsonObject Child(JsonObject schema, string name, bool isRequired)
    {
        if (schema["properties"]![name] is not JsonObject child)
            AddProperty(schema, name, child = EmptyObject(), isRequired);
        else if (isRequired)
            Require(schema, name);
        return child;
    }

    public static void MakeNullable(JsonObject schema)
    {
        if (schema["type"] is { } type)
            schema["type"] = type is JsonArray types
                ? new JsonArray([.. types.Select(one => one!.DeepClone()), "null"])
                : new JsonArray(type.DeepClone(), "null");
        (schema["enum"] as JsonArray)?.Add(null);
    }

    /// <summary>The shape that an example shows: each of its fields is always there, and no other.</summary>
    /// <param name="nullable">Fields that may be null.</param>
    public static JsonObject Like(JsonNode? example, IReadOnlyCollection<string> nullable) =>
        example switch
        {
            // An object that shows nothing may hold anything.
            JsonObject { Count: 0 } => Of(("type", "object")),
            JsonObject fields => LikeObject(fields, nullable),
            JsonArray { Count: 0 } => Of(("type", "array")),
            JsonArray items => Of(("type", "array"), ("items", Like(items[0], nullable))),
            _ => Of(("type", TypeOf(example))),
        };

    private static JsonObject LikeObject(JsonObject fields, IReadOnlyCollection<string> nullable)
    {
        var schema = EmptyObject();
        foreach (var (name, value) in fields)
        {
            var property = Like(value, nullable);
            if (nullable.Contains(name))
                MakeNullable(property);
            AddProperty(schema, name, property, isRequired: true);
        }
        schema["additionalProperties"] = false;
        return schema;
    }

    private static string TypeOf(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        };

    private static void Require(JsonObject schema, string name)
    {
        var required = schema["required"] as JsonArray ?? [];
        schema["required"] = required;
        if (!required.Any(one => one!.GetValue<string>() == name))
            required.Add(name);
    }
}
