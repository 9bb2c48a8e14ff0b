using Budstikke.Providers.Maventa;

namespace Budstikke.Providers;

/// <summary>A provider, described: all that the rest of the service knows of it.</summary>
internal sealed record ProviderDescription
{
    /// <summary>Stored with the clients' accounts and part of options and settings: ASCII lower-case letters.</summary>
    public required string Name { get; init; }

    /// <summary>As people call it.</summary>
    public required string Title { get; init; }

    /// <summary>What it calls a client, for the help of the option.</summary>
    public required string CompanyWord { get; init; }

    /// <summary>Null where a text can be a client's name with it; else the rest of a sentence that begins with the
    /// option.</summary>
    public required Func<string, string?> WhyNoCompany { get; init; }

    /// <summary>What is missing before it can be used, as the end of a sentence; null where nothing is.</summary>
    public required Func<IConfiguration, string?> WhyNotSetUp { get; init; }

    /// <summary>
    /// Registers it where its settings are given. Returns what is wrong with them, each as a sentence that names the
    /// setting.
    /// </summary>
    public required Func<IServiceCollection, IConfiguration, IReadOnlyList<string>> SetUp { get; init; }
}

/// <summary>The providers that there are. A further one is a folder and a line here.</summary>
internal static class ProviderList
{
    public static IReadOnlyList<ProviderDescription> All { get; } = [MaventaDescription.Provider];
}
