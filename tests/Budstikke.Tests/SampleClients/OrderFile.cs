using System.Text.Json.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.SampleClients;

/// <summary>The published order in a file, of today and with a callback address of the test's.</summary>
internal sealed class OrderFile : IDisposable
{
    private OrderFile(string path) => Path = path;

    public string Path { get; }

    public static OrderFile With(string callbackUrl) => With(order => order["callback"]!["callbackUrl"] = callbackUrl);

    /// <summary>As samples/order.json is: its date is put in by whoever sends it.</summary>
    public static OrderFile OfItsDay(string callbackUrl) =>
        With(order =>
        {
            order["orderDate"] = "{{$timestamp}}";
            order["callback"]!["callbackUrl"] = callbackUrl;
        });

    public static OrderFile With(Action<JsonNode> change)
    {
        var order = JsonNode.Parse(PublishedOrder.Json)!;
        order["orderDate"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        change(order);
        var path = System.IO.Path.GetTempFileName();
        File.WriteAllText(path, order.ToJsonString());
        return new(path);
    }

    public void Dispose() => File.Delete(Path);
}
