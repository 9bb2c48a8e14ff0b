using Budstikke.Distribution;
using Budstikke.Distribution.Ehf;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Peppol;

/// <summary>Without <c>Ehf__Via</c> the channel is absent; with it nothing may be missing.</summary>
public sealed class EhfSetUpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-peppol-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_word_about_it_the_channel_is_absent() => SetUp([]).ShouldBe((0, ""));

    [Fact]
    public void With_all_that_it_needs_it_is_real() => SetUp(All()).ShouldBe((1, ""));

    [Fact]
    public void A_way_that_there_is_not_is_refused() =>
        SetUp(new() { ["Ehf:Via"] = "pigeon" }).ShouldBe((0, "Ehf__Via must be as4 or maventa: pigeon"));

    [Theory]
    [InlineData("Peppol:Certificate", "Ehf__Via is as4, which needs Peppol__Certificate.")]
    [InlineData("Peppol:TestAnchors", "Ehf__Via is as4, which needs Peppol__TestAnchors.")]
    public void What_it_needs_and_has_not_is_named(string setting, string reason)
    {
        var settings = All();
        settings.Remove(setting);

        SetUp(settings).ShouldBe((0, reason));
    }

    [Fact]
    public void Without_a_sender_it_is_not_real() =>
        SetUp(All(), hasSender: false).ShouldBe((0, "Ehf__Via is as4, and this program has no AS4 sender."));

    private static (int Channels, string Reasons) SetUp(Dictionary<string, string?> settings, bool hasSender = true)
    {
        var services = new ServiceCollection();
        if (hasSender)
            services.AddSingleton<SendByPeppol>((_, _, _) => Task.FromResult<Outcome>(new Accepted("")));
        var reasons = EhfDescription.Channel.SetUp(
            services,
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build()
        );
        return (services.Count(one => one.ServiceType == typeof(IChannel)), string.Join(' ', reasons));
    }

    private Dictionary<string, string?> All() =>
        new()
        {
            ["Ehf:Via"] = "as4",
            ["Peppol:Network"] = "test",
            ["Peppol:Certificate"] = Path.Combine(_folder, "read-later.p12"),
            ["Peppol:TestAnchors"] = Anchors(),
        };

    private string Anchors()
    {
        var path = Path.Combine(_folder, "anchors.pem");
        File.WriteAllText(path, PeppolPki.PemOf(PeppolPki.Root));
        return path;
    }
}
