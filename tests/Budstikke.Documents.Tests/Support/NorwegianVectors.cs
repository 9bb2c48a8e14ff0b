using System.Text.Json;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Support;

/// <summary>
/// Vectors of identifiers, VAT and holidays that the project's reference folder, beside the repository, keeps. Failures
/// name a vector by its place ("fnr.invalid[3]"), never by its value: some are personal numbers.
/// </summary>
internal static class NorwegianVectors
{
    private const string FileName = "norwegian-vectors.json";

    private static readonly Lazy<JsonElement> s_root = new(() =>
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path!));
        return document.RootElement.Clone();
    });

    /// <summary>The file, or null in a clone without the folder.</summary>
    public static string? Path { get; } = Find();

    /// <summary>A part of the file: <c>Section("fnr", "valid")</c>.</summary>
    public static JsonElement Section(params string[] names) =>
        names.Aggregate(s_root.Value, (element, name) => element.GetProperty(name));

    /// <summary>The places of those vectors in a list for which <paramref name="agrees"/> is false.</summary>
    public static string[] Disagreeing(string kind, string list, Func<string, bool> agrees)
    {
        var values = Section(kind, list).EnumerateArray().Select(v => v.GetProperty("value").GetString()!).ToArray();
        values.ShouldNotBeEmpty();
        return [.. values.Index().Where(v => !agrees(v.Item)).Select(v => $"{kind}.{list}[{v.Index}]")];
    }

    private static string? Find() => RepositoryFolder.Shared(FileName);
}

/// <summary>A test over all of <see cref="NorwegianVectors"/>; skipped in a clone that has no such file beside
/// it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsVectorsAttribute : FactAttribute
{
    public NeedsVectorsAttribute() =>
        Skip = NorwegianVectors.Path is null ? "../shared/norwegian-vectors.json is not beside the repository" : null;
}
