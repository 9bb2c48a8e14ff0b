using System.Globalization;
using System.Text.Json.Nodes;
using Budstikke.Connect.Reading;

namespace Budstikke.Connect.OpenApi;

/// <summary>A field table as JSON Schema: each field with its rules, an example, and the texts that refuse it
/// (<c>x-errors</c>).</summary>
internal static class FieldSchemas
{
    private const string CompanyCondition = "corporate";
    private const string AnyLine = "0";

    public static JsonObject Of(BodyDescribed body)
    {
        var example = JsonNode.Parse(body.Examples[0].Json)!;
        var root = Schema.EmptyObject();
        foreach (var field in body.Fields.Fields)
            Place(root, field, field.Path == "products" ? ListOf(body, field) : Of(body, field, At(example, field)));
        return root;
    }

    /// <summary>A line of the body; null where it has none.</summary>
    public static JsonObject? OfLine(BodyDescribed body)
    {
        if (body.Fields.LineFields.Count == 0)
            return null;
        var line = JsonNode.Parse(body.Examples[0].Json)!["products"]![0]!;
        var schema = Schema.EmptyObject();
        foreach (var field in body.Fields.LineFields)
            Schema.AddProperty(schema, field.Name, Of(body, field, line[field.Name]), field.Need is Need.Required);
        return schema;
    }

    private static void Place(JsonObject root, Field field, JsonObject schema)
    {
        var (around, isRequired) = (root, field.Need is Need.Required);
        foreach (var parent in field.Parents)
            around = Schema.Child(around, parent, isRequired);
        Schema.AddProperty(around, field.Name, schema, isRequired);
        if (field.Need is Need.RequiredIfCorporate)
        {
            around["if"] = Schema.Of(("properties", Schema.Of(("type", Schema.Of(("const", CompanyCondition))))));
            around["then"] = Schema.Of(("required", new JsonArray(field.Name)));
        }
    }

    private static JsonObject Of(BodyDescribed body, Field field, JsonNode? example)
    {
        var schema = Head(body, field);
        foreach (var rule in field.Rules)
            RuleSchemas.Add(schema, rule);
        if (field.Need is not Need.Required)
            Schema.MakeNullable(schema);
        else if (schema["type"] is JsonValue && schema["minLength"] is null && schema["enum"] is null)
            schema["minLength"] = 1;
        if (example is not null)
            schema["example"] = example.DeepClone();
        return schema;
    }

    /// <summary>An array and an object of indexes are one and the same.</summary>
    private static JsonObject ListOf(BodyDescribed body, Field field)
    {
        var most = field.Rules.OfType<MaxItems>().Single().Count;
        var least = field.Need is Need.Required ? 1 : 0;
        var schema = Head(body, field);
        JsonArray choices =
        [
            Schema.Of(("type", "array"), ("items", Schema.Ref(body.LineName)), ("minItems", least), ("maxItems", most)),
            Schema.Of(
                ("type", "object"),
                ("patternProperties", Schema.Of(("^[0-9]{1,9}$", Schema.Ref(body.LineName)))),
                ("additionalProperties", false),
                ("minProperties", least),
                ("maxProperties", most)
            ),
        ];
        if (field.Need is not Need.Required)
            choices.Add(Schema.Of(("type", "null")));
        schema["oneOf"] = choices;
        return schema;
    }

    private static JsonObject Head(BodyDescribed body, Field field) =>
        Schema.Of(
            ("description", FieldTexts.Of(body.Name, field.Path)),
            ("x-errors", new JsonArray([.. TextsOf(field).Select(text => JsonValue.Create(text))]))
        );

    private static IEnumerable<string> TextsOf(Field field)
    {
        var name = field.IsOfLine ? field.DisplayOn(AnyLine) : field.Display;
        IEnumerable<string> missing = field.Need is Need.Optional ? [] : [field.MissingText(name)];
        return missing.Concat(field.Rules.Select(rule => rule.Text(name))).Distinct();
    }

    private static JsonNode? At(JsonNode body, Field field) =>
        field.Parents.Aggregate((JsonNode?)body, (around, name) => around?[name])?[field.Name];
}

/// <summary>What each rule says in the words of JSON Schema.</summary>
internal static class RuleSchemas
{
    /// <exception cref="ArgumentOutOfRangeException">A rule was added and not described.</exception>
    public static void Add(JsonObject schema, Rule rule)
    {
        foreach (var (word, value) in WordsOf(rule))
            schema[word] = value;
    }

    private static (string Word, JsonNode Value)[] WordsOf(Rule rule) =>
        rule switch
        {
            IsText => [("type", "string")],
            MaxCharacters(var count) => [("maxLength", count)],
            Characters(var count) => [("minLength", count), ("maxLength", count)],
            OnlyDigits => [("pattern", "^[0-9]+$")],
            XmlCharacters => [("pattern", @"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]*$")],
            IsEmail => [("format", "email")],
            OneOf(var choices) => [("enum", new JsonArray([.. choices.Select(text => JsonValue.Create(text))]))],
            IsCountry => [("pattern", "^[A-Z]{2}$")],
            IsNumber or UnixSeconds => [("type", new JsonArray("number", "string"))],
            IsInteger => [("multipleOf", 1)],
            GreaterThan(var limit) => [("exclusiveMinimum", limit)],
            AtLeast(var limit) => [("minimum", limit)],
            AtMost(var limit) => [("maximum", limit)],
            OneOfNumbers(var choices) => [("enum", Choices(choices))],
            OneOfMaturities(var ofPersons, var ofCompanies) => [("enum", Choices([.. ofPersons, .. ofCompanies]))],
            IsBoolean => [("enum", new JsonArray(true, false, 1, 0, "1", "0"))],
            IsObject => [("type", "object"), ("properties", new JsonObject())],
            IsUrl => [("type", "string"), ("format", "uri")],
            // JSON Schema cannot say these rules, so they stand in words alone: the rates are the client's own, what a
            // URL's query may contain is no matter of a schema, and zero is one number between those allowed.
            OneOfVatRates or IsCallable or NotZero => [],
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.GetType().Name, "not described"),
        };

    /// <summary>Each as a number and as a text.</summary>
    private static JsonArray Choices(decimal[] numbers) =>
        new([
            .. numbers.Select(number => JsonValue.Create(number)),
            .. numbers.Select(number => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture))),
        ]);
}
