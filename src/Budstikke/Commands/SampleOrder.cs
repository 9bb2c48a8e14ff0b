namespace Budstikke.Commands;

/// <summary>The order of samples/order.json, as the published page has it.</summary>
internal static class SampleOrder
{
    public static string Json
    {
        get
        {
            using var stream = typeof(SampleOrder).Assembly.GetManifestResourceStream("Budstikke.order.json")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
