using Budstikke.Connect.Reading;

namespace Budstikke.Connect.OpenApi;

/// <summary>What the API's document says of a call beside its path: metadata of its route.</summary>
/// <param name="Answers">The call's own; those that any call may get are added.</param>
internal sealed record Described(string Tag, string Summary, params AnswerDescribed[] Answers)
{
    public string? Text { get; init; }

    public BodyDescribed? Body { get; init; }

    /// <summary>What it takes for a body is no JSON but a file of this content type.</summary>
    public string? FileBody { get; init; }

    public IReadOnlyList<ParameterDescribed> Query { get; init; } = [];

    /// <summary>An <c>Idempotency-Key</c> has an effect.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>The order that it takes may name a URL that is told of each change.</summary>
    public bool IsCalledBack { get; init; }

    /// <summary>Comes in pages; a <c>link</c> header says where the next one is.</summary>
    public bool HasPages { get; init; }

    /// <summary>What it refuses, it refuses with hints.</summary>
    public bool HasHints { get; init; }

    /// <summary>A path from before, which works as the newer one does.</summary>
    public bool IsOlderPath { get; init; }
}

/// <param name="Name">Of the schema.</param>
/// <param name="Examples">Each JSON, under its title; the service takes them all.</param>
internal sealed record BodyDescribed(string Name, FieldTable Fields, params (string Title, string Json)[] Examples)
{
    /// <summary>The schema of its lines, where it has any.</summary>
    public string LineName { get; init; } = "Product";
}

/// <param name="Choices">Null where anything may be asked.</param>
internal sealed record ParameterDescribed(string Name, string Text, string Example, string[]? Choices = null);

/// <summary>One way in which a call is answered.</summary>
internal abstract record AnswerDescribed(int Status);

/// <param name="Data">JSON of an example, whose shape every answer has; null for null.</param>
/// <param name="Nullable">The fields in it that may be null.</param>
internal sealed record DataDescribed(int Status, string Message, bool IsData, string? Data, params string[] Nullable)
    : AnswerDescribed(Status);

/// <summary>The order's state forbids it.</summary>
internal sealed record ConflictDescribed(params string[] Messages) : AnswerDescribed(StatusCodes.Status400BadRequest);

internal sealed record NotFoundDescribed(params string[] Messages) : AnswerDescribed(StatusCodes.Status404NotFound);

/// <summary>What was asked beside a body is wrong.</summary>
internal sealed record InvalidDescribed(string Text) : AnswerDescribed(StatusCodes.Status417ExpectationFailed);

internal sealed record FileDescribed(params string[] ContentTypes) : AnswerDescribed(StatusCodes.Status200OK);
