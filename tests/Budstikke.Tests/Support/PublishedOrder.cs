namespace Budstikke.Tests.Support;

/// <summary>The sample order of the API's published page: of 2023, with a personal number that nobody can
/// have.</summary>
internal static class PublishedOrder
{
    public static string Json { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(PublishedOrder).Assembly.GetManifestResourceStream("published-order.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
