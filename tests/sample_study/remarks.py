# SPDX-License-Identifier: MIT
"""Invented short remarks for the form's last question. No names, no places."""

REMARKS = (
    "The lamp near the latrines has been broken since the rains.",
    "We need work that is paid on the day.",
    "The queue for water takes two hours.",
    "My daughter does not go out after six.",
    "The school is too far for the small ones.",
    "A man offered work in town but would not say where.",
    "We complained twice and nobody answered.",
    "Thank you for asking.",
    "The distribution finished before our block was called.",
    "Nous n'avons plus de papiers depuis le départ.",
    "Le verrou de la latrine est cassé.",
    "La cantine de l'école s'est arrêtée.",
    "Un courtier passe souvent au marché.",
    "Il n'y a pas de lumière dans notre rangée.",
    "La dette grandit chaque mois.",
    "Personne ne répond au numéro des plaintes.",
    "Nous attendons l'eau depuis trois jours.",
    "Rien à ajouter.",
)
