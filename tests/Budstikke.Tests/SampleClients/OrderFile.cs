using System.Text.Json.Nodes;
using Budstikke.Support;

namespace Budstikke.Tests.SampleClients;

/// <summary>The sample order in a file, of today and with a callback address of the test's.</summary>
internal sealed class OrderFile : IDisposable
{
    private OrderFile(string path) => Path = path;

    public string Path { get; }

    public static OrderFile With(string callbackUrl) => With(order => order["callback"]!["callbackUrl"] = callbackUrl);

    public static OrderFile With(Action<JsonNode> change)
    {
        var order = JsonNode.Parse(File.ReadAllText(RepositoryFolder.PathOf("samples", "order.json")))!;
        order["orderDate"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        change(order);
        var path = System.IO.Path.GetTempFileName();
        File.WriteAllText(path, order.ToJsonString());
        return new(path);
    }

    public void Dispose() => File.Delete(Path);
}
