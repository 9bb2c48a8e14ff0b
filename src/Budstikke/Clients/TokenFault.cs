namespace Budstikke.Clients;

/// <summary>Why a token lets nobody in.</summary>
internal enum TokenFault
{
    /// <summary>There is none, or not where it belongs.</summary>
    Missing,

    /// <summary>No token of ours looks like it.</summary>
    Malformed,

    /// <summary>Nobody has it.</summary>
    Unknown,
    Expired,
    Revoked,
}

internal static class TokenFaults
{
    public static string Sentence(this TokenFault fault) =>
        fault == TokenFault.Missing ? "The token is missing." : $"The token is {fault.ToString().ToLowerInvariant()}.";
}

/// <summary>Who calls, or why nobody does.</summary>
internal readonly record struct Admission(Caller? Caller, TokenFault Fault = default);
